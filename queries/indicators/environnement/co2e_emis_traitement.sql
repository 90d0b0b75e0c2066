/*---
code         = "ENV-07"
titre        = "CO2e émis par le traitement des déchets"
question     = "Quelles émissions le recyclage, le compostage et l'élimination ont-ils causées ?"
sujet        = "le CO2e émis par le traitement"
accord       = "ms"
unite        = "tCO2e"
decimales    = 1
sens         = "baisse"
niveau       = "impact"
agregation   = "somme"
definition   = "Somme des tonnes sorties vers le recyclage, le compostage, la méthanisation ou l'élimination × facteur « Impacts » du flux et du traitement (kgCO2e/t) ÷ 1 000. À défaut du traitement précis, le facteur de fin de vie moyenne du flux."
source       = "Base Carbone V23.6 (ADEME)"
sensibilite  = 0
fonde_sur    = "tonnage_sortant_par_destination"
odd          = ["13"]
iris         = "≈ OI1479"
limites      = "Ne se soustrait jamais au CO2e évité. Un flux sans facteur (métaux, plastiques, livres, vélos, autre) n'entre pas : le total est un minimum. Incertitude des facteurs : 10 à 100 %."
---*/
select
    annee,
    structure_id,
    coalesce(sum(tco2e_emis), 0) as valeur
from traitements_dechets
group by grouping sets ((annee, structure_id), (annee))
having count(mouvement_id) = 0 or count(tco2e_emis) > 0
