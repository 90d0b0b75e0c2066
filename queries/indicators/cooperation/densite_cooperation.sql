/*---
code         = "COO-09"
titre        = "Densité de coopération"
question     = "Parmi toutes les paires de structures possibles, quelle part a mené au moins une action ensemble ?"
sujet        = "la densité de coopération"
accord       = "fs"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "paires_cooperantes"
denominateur = "paires_possibles"
definition   = "Paires de structures membres ayant réalisé ensemble au moins une action croisée dans l'année ÷ paires possibles, soit n × (n − 1) ÷ 2 pour n structures membres dans l'année."
source       = "Définition propre au pôle (densité d'un réseau)"
sensibilite  = 0
odd          = ["17.17"]
repere       = "degré de coopération jugé faible par l'évaluation nationale du premier appel à projets PTCE (SGMAP, 2014)"
limites      = "La densité baisse mécaniquement quand le pôle accueille de nouvelles structures ; une action qui réunit toutes les structures la porte à elle seule à 100 %."
---*/
select
    annee,
    count(*) filter (where actions_communes > 0) as paires_cooperantes,
    count(*) as paires_possibles
from paires_membres
group by annee
