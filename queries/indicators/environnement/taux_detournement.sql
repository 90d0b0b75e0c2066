/*---
code         = "ENV-03"
titre        = "Taux de détournement de l'élimination"
question     = "Quelle part des matières sortantes échappe à l'incinération et à l'enfouissement ?"
sujet        = "le taux de détournement des déchets"
accord       = "ms"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "tonnage_detourne"
denominateur = "tonnage_oriente"
definition   = "Tonnes réemployées, recyclées, compostées ou méthanisées ÷ tonnes sorties dont la destination est connue."
source       = "Hiérarchie des modes de traitement des déchets (code de l'environnement, article L. 541-1)"
sensibilite  = 0
fonde_sur    = "tonnage_sortant_par_destination"
relations    = ["tonnage_detourne = tonnage_sortant_par_destination.reemploi + tonnage_sortant_par_destination.recyclage + tonnage_sortant_par_destination.compostage_methanisation", "tonnage_oriente = tonnage_sortant_par_destination.reemploi + tonnage_sortant_par_destination.recyclage + tonnage_sortant_par_destination.compostage_methanisation + tonnage_sortant_par_destination.elimination"]
odd          = ["12.5"]
iris         = "≈ OI7920"
limites      = "Les tonnes sans destination renseignée ne sont ni détournées ni éliminées : elles sont hors du calcul et données à part."
---*/
select
    annee,
    structure_id,
    coalesce(
        sum(tonnes) filter (where voie in ('reemploi', 'recyclage', 'compostage_methanisation')), 0
    ) as tonnage_detourne,
    coalesce(sum(tonnes) filter (where voie <> 'non_renseignee'), 0) as tonnage_oriente
from mouvements_dechets
group by grouping sets ((annee, structure_id), (annee))
