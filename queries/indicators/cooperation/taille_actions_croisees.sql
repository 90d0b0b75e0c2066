/*---
code         = "COO-19"
titre        = "Structures par action croisée"
question     = "Les actions communes réunissent-elles deux structures ou tout le pôle ?"
sujet        = "le nombre moyen de structures par action croisée"
accord       = "ms"
unite        = "nb"
decimales    = 1
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "participations_croisees_nombre"
denominateur = "actions_croisees_nombre"
definition   = "Participations de structures membres aux actions croisées réalisées dans l'année ÷ nombre de ces actions."
source       = "Définition propre au pôle (projet collectif)"
sensibilite  = 0
odd          = ["17.17"]
limites      = "Par définition jamais moins de 2. Les partenaires extérieurs ne sont pas comptés."
---*/
select
    d.annee,
    count(p.structure_id) as participations_croisees_nombre,
    count(distinct p.action_id) as actions_croisees_nombre
from annees_d_actions as d
left join participations_croisees as p on p.annee = d.annee
group by d.annee
