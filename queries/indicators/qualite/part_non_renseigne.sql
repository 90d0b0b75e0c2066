/*---
code         = "QUA-03"
titre        = "Part de non-renseigné par caractéristique"
question     = "Les caractéristiques des salariés en insertion sont-elles renseignées ?"
sujet        = "la part de non-renseigné"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "baisse"
niveau       = "moyen"
agregation   = "ratio"
numerateur   = "personnes_non_renseignees"
denominateur = "personnes_observees"
definition   = "Personnes dont la caractéristique est vide ou inconnue, divisées par les salariés en insertion ayant travaillé au moins une heure dans l'année."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 0
limites      = "Une part fondée sur une caractéristique dont plus de 20 % des réponses manquent se lit avec prudence."
repere       = "au-delà de 35 % de participants incomplets, le FSE+ applique une correction"

[modalites]
sexe             = "Sexe"
naissance        = "Année de naissance"
qpv              = "Quartier prioritaire"
rsa              = "RSA"
rqth             = "Travailleur handicapé"
niveau_formation = "Niveau de formation"
duree_de         = "Durée de recherche d'emploi"
---*/
with caracteristiques as (
    select annee, salarie_key, 'sexe' as modalite, sexe is null as est_vide
    from personnes_annee
    where structure_id is null
    union all
    select annee, salarie_key, 'naissance' as modalite, age is null as est_vide
    from personnes_annee
    where structure_id is null
    union all
    select annee, salarie_key, 'qpv' as modalite, adresse_qpv is null as est_vide
    from personnes_annee
    where structure_id is null
    union all
    select annee, salarie_key, 'rsa' as modalite, rsa is null as est_vide
    from personnes_annee
    where structure_id is null
    union all
    select annee, salarie_key, 'rqth' as modalite, rqth is null as est_vide
    from personnes_annee
    where structure_id is null
    union all
    select annee, salarie_key, 'niveau_formation' as modalite, niveau_formation is null as est_vide
    from personnes_annee
    where structure_id is null
    union all
    select annee, salarie_key, 'duree_de' as modalite, duree_de is null as est_vide
    from personnes_annee
    where structure_id is null
)

select
    e.annee,
    c.modalite,
    count(*) filter (where c.est_vide) as personnes_non_renseignees,
    count(*) as personnes_observees
from echelons as e
inner join caracteristiques as c on c.annee = e.annee
where e.contrat = 'heures_insertion' and e.structure_id is null
group by e.annee, c.modalite
