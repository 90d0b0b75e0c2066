/*---
code         = "DEV-05"
titre        = "Part des bénéficiaires en quartier prioritaire"
question     = "Les activités touchent-elles les habitants des quartiers prioritaires ?"
sujet        = "la part des bénéficiaires en quartier prioritaire"
accord       = "fs"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "beneficiaires_qpv"
denominateur = "beneficiaires_qpv_connu"
definition   = "Bénéficiaires habitant un quartier prioritaire ÷ bénéficiaires dont on sait s'ils y habitent (nombre de personnes − non renseignés), hors ventes et événements privés."
source       = "Contrat de ville"
sensibilite  = 2
odd          = ["10.2"]
iris         = "≈ PI7098"
limites      = "Une activité où la colonne est vide est tout entière « non renseignée », jamais lue comme zéro. La liste des quartiers a changé le 1er janvier 2024 : les années d'avant et d'après ne se comparent pas."

[ruptures]
2024 = "la liste des quartiers prioritaires a changé ; les années d'avant et d'après ne se comparent pas"
---*/
select
    annee,
    structure_id,
    coalesce(sum(nb_qpv), 0) as beneficiaires_qpv,
    coalesce(
        sum(nb_personnes - coalesce(nb_inconnu_qpv, 0)) filter (where nb_qpv is not null), 0
    ) as beneficiaires_qpv_connu,
    coalesce(
        sum(case when nb_qpv is null then nb_personnes else coalesce(nb_inconnu_qpv, 0) end), 0
    ) as inconnus
from activites_de_beneficiaires
where activite_id is null or nb_personnes is not null
group by grouping sets ((annee, structure_id), (annee))
