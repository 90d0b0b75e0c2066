/*---
code         = "INS-32"
titre        = "Part des sortants de détention"
question     = "Le pôle emploie-t-il des personnes placées sous main de justice ou sorties de détention ?"
sujet        = "la part des sortants de détention"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "neutre"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "personnes_justice"
denominateur = "personnes_justice_connu"
definition   = "Personnes sortant de détention ou placées sous main de justice à l'entrée ÷ salariés en insertion ayant travaillé au moins une heure dans l'année et pour lesquels cette information est renseignée."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 2
diffusion    = "interne"
odd          = ["16.3"]
limites      = "Donnée relative à la justice (article 10 du RGPD) : réservée au pilotage interne, elle ne figure sur aucune page du rapport ni dans aucun de ses fichiers joints. Le pôle la retrouve par make trace CODE=INS-32."
---*/
select
    annee,
    structure_id,
    count(*) filter (where critere_justice) as personnes_justice,
    count(critere_justice) as personnes_justice_connu,
    count(salarie_key) filter (where critere_justice is null) as inconnus
from personnes_annee
group by annee, structure_id
