/*---
code         = "ENV-16"
titre        = "Surface restaurée"
question     = "Quelle surface a été renaturée, désimperméabilisée ou pourvue d'un sol neuf ?"
sujet        = "la surface restaurée"
accord       = "fs"
unite        = "m²"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "somme"
definition   = "Somme, sur les sites de l'année, de la plus grande surface renaturée, désimperméabilisée ou couverte d'un technosol : deux interventions sur le même site portent sur le même sol et ne s'additionnent pas."
source       = "Définition propre au pôle"
sensibilite  = 0
odd          = ["15.3"]
iris         = "≈ OI6912"
limites      = "Si deux interventions du même site portent sur des sols différents, la surface est minorée. Un chantier déclaré deux années de suite compte chaque année."
---*/
select
    annee,
    structure_id,
    coalesce(sum(surface_restauree_m2), 0) as valeur
from sites_verts
group by annee, structure_id
