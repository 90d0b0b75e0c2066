/*---
code         = "COO-05"
titre        = "Emplois mutualisés"
question     = "Combien d'emplois permanents sont partagés entre plusieurs structures ?"
sujet        = "le volume d'emplois mutualisés"
accord       = "ms"
unite        = "ETP"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "pole"
definition   = "Somme, pour les contrats permanents partagés entre au moins deux structures, de la quotité de travail × mois de présence dans l'année ÷ 12. Un mois incomplet compte pour la part de ses jours travaillés."
source       = "Appel à projets PTCE (emplois partagés, groupement d'employeurs)"
sensibilite  = 0
odd          = ["8.3"]
limites      = "Stages et services civiques exclus. Un partage laissé vide est lu comme l'absence de partage."
---*/
select
    annee,
    coalesce(sum(etp_annuel) filter (where permanent and partage), 0) as valeur
from emplois_annuels
group by annee
