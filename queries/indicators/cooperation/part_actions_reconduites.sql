/*---
code         = "COO-11"
titre        = "Part des actions croisées reconduites"
question     = "Les actions communes durent-elles ?"
sujet        = "la part des actions croisées reconduites"
accord       = "fs"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "actions_reconduites"
denominateur = "actions_croisees_nombre"
definition   = "Actions croisées réalisées dans l'année et commencées une année précédente ÷ actions croisées réalisées dans l'année. L'action commence avec la première de ses structures."
source       = "Définition propre au pôle"
sensibilite  = 0
odd          = ["17.17"]
repere       = "peu de projets communs durables, selon l'évaluation nationale du premier appel à projets PTCE (SGMAP, 2014)"
limites      = "Une action qui change d'identifiant d'une année à l'autre est prise pour une action nouvelle."
---*/
select
    d.annee,
    count(distinct p.action_id) filter (where p.annee_debut < p.annee) as actions_reconduites,
    count(distinct p.action_id) as actions_croisees_nombre
from annees_d_actions as d
left join participations_croisees as p on p.annee = d.annee
group by d.annee
