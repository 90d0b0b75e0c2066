/*---
code         = "COO-10"
titre        = "Actions communes à chaque paire de structures"
question     = "Qui coopère avec qui ?"
sujet        = "le nombre d'actions communes"
accord       = "ms"
unite        = "nb"
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Nombre d'actions croisées réalisées dans l'année auxquelles les deux structures de la paire ont participé. Chaque paire figure deux fois, une fois dans chaque sens ; zéro signale une paire sans action commune."
source       = "Définition propre au pôle (projet collectif)"
sensibilite  = 0
modalites_libres = "structure"
odd          = ["17.17"]
limites      = "Une action à cinq structures compte pour dix paires : ces nombres ne s'additionnent pas."
---*/
select
    annee,
    structure_a as structure_id,
    structure_b as modalite,
    actions_communes as valeur
from paires_membres
union all
select
    annee,
    structure_b as structure_id,
    structure_a as modalite,
    actions_communes as valeur
from paires_membres
