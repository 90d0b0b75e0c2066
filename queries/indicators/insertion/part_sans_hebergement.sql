/*---
code         = "INS-30"
titre        = "Part des personnes sans hébergement"
question     = "Le pôle emploie-t-il des personnes sans hébergement ?"
sujet        = "la part des personnes sans hébergement"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "personnes_sans_hebergement"
denominateur = "personnes_hebergement_connu"
definition   = "Personnes sans hébergement à l'entrée ÷ salariés en insertion ayant travaillé au moins une heure dans l'année et pour lesquels cette information est renseignée."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 2
odd          = ["1.4"]
limites      = "Une personne hébergée par un tiers n'est pas comptée sans hébergement."
---*/
select
    annee,
    structure_id,
    count(*) filter (where hebergement = 'sans_hebergement') as personnes_sans_hebergement,
    count(hebergement) as personnes_hebergement_connu,
    count(salarie_key) filter (where hebergement is null) as inconnus
from personnes_annee
group by annee, structure_id
