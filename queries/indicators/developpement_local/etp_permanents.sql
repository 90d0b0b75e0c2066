/*---
code         = "DEV-02"
titre        = "Emplois permanents en équivalent temps plein"
question     = "Quel volume de travail permanent, hors insertion, le pôle porte-t-il sur l'année ?"
sujet        = "le volume d'emplois permanents"
accord       = "ms"
unite        = "ETP"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Somme des quotités de travail × mois de contrat dans l'année ÷ 12, hors stages, services civiques et salariés en insertion. Un mois incomplet compte pour la part de ses jours sous contrat."
source       = "Appel à manifestation d'intérêt « Fabriques de territoire »"
sensibilite  = 0
fonde_sur    = "emplois_permanents"
plafond      = "emplois_permanents"
odd          = ["8.5"]
iris         = "≈ OI3160 + OI8864"
limites      = "La quotité est celle du contrat : les absences et les heures supplémentaires ne sont pas prises en compte."
---*/
select
    annee,
    structure_id,
    coalesce(sum(etp_annuel) filter (where permanent), 0) as valeur
from emplois_annuels
group by grouping sets ((annee, structure_id), (annee))
