/*---
code         = "DEV-01"
titre        = "Emplois permanents au 31 décembre"
question     = "Combien de personnes les équipes permanentes, hors insertion, comptent-elles en fin d'année ?"
sujet        = "le nombre d'emplois permanents"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "stock"
definition   = "Contrats de l'équipe permanente en cours au 31 décembre (dernier jour de contrat inclus), hors stages, services civiques et salariés en insertion. Les alternants et les contrats aidés sont comptés."
source       = "Commune Mesure"
sensibilite  = 1
odd          = ["8.5"]
iris         = "OI8869"
repere       = "environ 7 emplois par tiers-lieu (France Tiers-Lieux, 2023)"
limites      = "Un contrat compte pour une personne : qui travaille pour deux structures du pôle compte deux fois."
---*/
select
    annee,
    structure_id,
    count(emploi_id) filter (where permanent and present_en_fin_d_annee) as valeur
from emplois_annuels
group by grouping sets ((annee, structure_id), (annee))
