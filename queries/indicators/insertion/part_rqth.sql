/*---
code         = "INS-12"
titre        = "Part des travailleurs handicapés"
question     = "Le pôle emploie-t-il des travailleurs handicapés ?"
sujet        = "la part des travailleurs handicapés"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "travailleurs_handicapes"
denominateur = "personnes_rqth_connue"
definition   = "Personnes dont la qualité de travailleur handicapé est reconnue ÷ salariés en insertion ayant travaillé au moins une heure dans l'année et pour lesquels cette information est renseignée."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 2
odd          = ["10.2"]
iris         = "≈ OI4038"
limites      = "Donnée de santé, déclarée librement : la part est un minimum."
repere       = "8,0 % des entrées en Bourgogne-Franche-Comté en 2022 (DREETS)"
---*/
select
    annee,
    structure_id,
    count(*) filter (where rqth) as travailleurs_handicapes,
    count(rqth) as personnes_rqth_connue,
    count(salarie_key) filter (where rqth is null) as inconnus
from personnes_annee
group by annee, structure_id
