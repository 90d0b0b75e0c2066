/*---
code         = "INS-31"
titre        = "Part des réfugiés et demandeurs d'asile"
question     = "Le pôle emploie-t-il des personnes réfugiées ?"
sujet        = "la part des réfugiés et demandeurs d'asile"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "personnes_refugiees"
denominateur = "personnes_asile_connu"
definition   = "Personnes réfugiées ou demandeuses d'asile à l'entrée ÷ salariés en insertion ayant travaillé au moins une heure dans l'année et pour lesquels cette information est renseignée."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 2
odd          = ["10.7"]
limites      = "Situation à l'entrée, et non celle de l'année du rapport."
---*/
select
    annee,
    structure_id,
    count(*) filter (where critere_refugie) as personnes_refugiees,
    count(critere_refugie) as personnes_asile_connu,
    count(salarie_key) filter (where critere_refugie is null) as inconnus
from personnes_annee
group by annee, structure_id
