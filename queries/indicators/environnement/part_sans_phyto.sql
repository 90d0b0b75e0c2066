/*---
code         = "ENV-14"
titre        = "Part de surface sans produit phytosanitaire"
question     = "Les espaces entretenus le sont-ils sans aucun produit phytosanitaire ?"
sujet        = "la part de surface sans produit phytosanitaire"
accord       = "fs"
unite        = "%"
decimales    = 0
sens         = "conformite"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "surface_sans_phyto"
denominateur = "surface_espaces_verts"
definition   = "Surface (ha) des sites où toutes les interventions de l'année sont sans produit ÷ surface des espaces verts entretenus. Le biocontrôle, permis, n'est pas « sans produit »."
source       = "Loi Labbé du 6 février 2014 (2017) et arrêté du 15 janvier 2021 (1er juillet 2022)"
sensibilite  = 0
odd          = ["15.5"]
iris         = "OI2569 (inverse)"
limites      = "Obligation légale dans la plupart des lieux : l'indicateur dit une conformité, non un effet du pôle."
---*/
select
    annee,
    structure_id,
    coalesce(sum(surface_m2) filter (where sans_phyto), 0) * 0.0001 as surface_sans_phyto,
    coalesce(sum(surface_m2), 0) * 0.0001 as surface_espaces_verts
from sites_verts
group by annee, structure_id
