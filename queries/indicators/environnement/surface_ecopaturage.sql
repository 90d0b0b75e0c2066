/*---
code         = "ENV-19"
titre        = "Surface en écopâturage"
question     = "Quelle surface est entretenue par des animaux ?"
sujet        = "la surface en écopâturage"
accord       = "fs"
unite        = "ha"
decimales    = 2
sens         = "hausse"
niveau       = "realisation"
agregation   = "stock"
definition   = "Somme des surfaces des sites conduits en écopâturage dans l'année ÷ 10 000, chaque site comptant une fois par an."
source       = "Définition propre au pôle"
sensibilite  = 0
odd          = ["15.1"]
iris         = "PI6796"
limites      = "Comprise dans les espaces verts entretenus : les deux ne s'additionnent pas. Un site est reconnu à son nom : déclaré par deux structures, il ne compte qu'une fois pour le pôle et dans chacune d'elles."
---*/
select
    annee,
    structure_id,
    coalesce(sum(surface_ecopaturage_m2), 0) * 0.0001 as valeur
from sites_verts
group by annee, structure_id
