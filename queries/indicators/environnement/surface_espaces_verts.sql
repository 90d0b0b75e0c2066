/*---
code         = "ENV-13"
titre        = "Espaces verts et naturels entretenus"
question     = "Quelle surface les structures entretiennent-elles ?"
sujet        = "la surface d'espaces verts entretenus"
accord       = "fs"
unite        = "ha"
decimales    = 2
sens         = "hausse"
niveau       = "realisation"
agregation   = "stock"
definition   = "Somme des surfaces des sites de l'année ÷ 10 000, chaque site comptant une fois par an, pour la plus grande de ses interventions, quel que soit leur nombre."
source       = "Définition propre au pôle"
sensibilite  = 0
odd          = ["15.1"]
iris         = "PI6796"
limites      = "Un site est reconnu à son nom : déclaré par deux structures, il ne compte qu'une fois pour le pôle et dans chacune d'elles."
---*/
select
    annee,
    structure_id,
    coalesce(sum(surface_m2), 0) * 0.0001 as valeur
from sites_verts
group by annee, structure_id
