/*---
code         = "DEV-07"
titre        = "Fréquentation"
question     = "Combien de fois a-t-on poussé la porte du pôle et de ses activités ?"
sujet        = "la fréquentation"
accord       = "fs"
unite        = "passages"
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Somme des passages de toutes les activités de l'année, ventes et événements privés compris."
source       = "Commune Mesure"
sensibilite  = 0
odd          = ["11.7"]
limites      = "Des passages, non des personnes : qui vient trois fois compte trois fois. Une activité sans passages renseignés n'est pas comptée, même si ses personnes le sont."
---*/
select
    annee,
    structure_id,
    coalesce(sum(nb_passages), 0) as valeur
from activites_annuelles
group by grouping sets ((annee, structure_id), (annee))
having count(activite_id) = 0 or count(nb_passages) > 0
