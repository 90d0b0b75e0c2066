/*---
code         = "DEV-13"
titre        = "Heures de bénévolat"
question     = "Combien d'heures les bénévoles ont-ils données ?"
sujet        = "le nombre d'heures de bénévolat"
accord       = "ms"
unite        = "h"
decimales    = 0
sens         = "hausse"
niveau       = "moyen"
agregation   = "somme"
definition   = "Somme des heures données dans l'année, toutes missions et toutes structures."
source       = "Commune Mesure"
sensibilite  = 0
odd          = ["17.17"]
limites      = "Heures déclarées par les structures, relevées ou estimées selon leur suivi."
---*/
select
    annee,
    structure_id,
    coalesce(sum(heures), 0) as valeur
from benevolat_annuel
group by grouping sets ((annee, structure_id), (annee))
