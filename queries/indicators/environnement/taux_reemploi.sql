/*---
code         = "ENV-04"
titre        = "Taux de réemploi"
question     = "Quelle part des matières sortantes a une seconde vie sans être transformée ?"
sujet        = "le taux de réemploi"
accord       = "ms"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "tonnage_reemploye"
denominateur = "tonnage_oriente"
definition   = "Tonnes réemployées ou réutilisées ÷ tonnes sorties dont la destination est connue."
source       = "ADEME, panorama du réemploi"
sensibilite  = 0
fonde_sur    = "tonnage_sortant_par_destination"
relations    = ["tonnage_reemploye = tonnage_sortant_par_destination.reemploi", "tonnage_oriente = tonnage_sortant_par_destination.reemploi + tonnage_sortant_par_destination.recyclage + tonnage_sortant_par_destination.compostage_methanisation + tonnage_sortant_par_destination.elimination"]
odd          = ["12.5"]
iris         = "PI8177, ≈ OI2535"
repere       = "environ 10 % du gisement en France en 2013 (ADEME)"
limites      = "En masse : une armoire pèse plus que cent livres. Les tonnes sans destination renseignée sont hors du calcul."
---*/
select
    annee,
    structure_id,
    coalesce(sum(tonnes) filter (where voie = 'reemploi'), 0) as tonnage_reemploye,
    coalesce(sum(tonnes) filter (where voie <> 'non_renseignee'), 0) as tonnage_oriente
from mouvements_dechets
group by grouping sets ((annee, structure_id), (annee))
