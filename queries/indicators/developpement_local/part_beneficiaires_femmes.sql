/*---
code         = "DEV-06"
titre        = "Part des femmes parmi les bénéficiaires"
question     = "Les activités touchent-elles les femmes autant que les hommes ?"
sujet        = "la part des femmes parmi les bénéficiaires"
accord       = "fs"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "beneficiaires_femmes"
denominateur = "beneficiaires_sexe_connu"
definition   = "Femmes ÷ bénéficiaires des activités où leur nombre a été relevé, hors ventes et événements privés."
source       = "Cerfa 15059 (public des actions subventionnées)"
sensibilite  = 1
odd          = ["5.5", "10.2"]
iris         = "PI8330"
limites      = "Une activité où la colonne est vide est tout entière « non renseignée », jamais lue comme zéro femme."
---*/
select
    annee,
    structure_id,
    coalesce(sum(nb_femmes), 0) as beneficiaires_femmes,
    coalesce(sum(nb_personnes) filter (where nb_femmes is not null), 0)
        as beneficiaires_sexe_connu,
    coalesce(sum(nb_personnes) filter (where nb_femmes is null), 0) as inconnus
from activites_de_beneficiaires
where activite_id is null or nb_personnes is not null
group by grouping sets ((annee, structure_id), (annee))
