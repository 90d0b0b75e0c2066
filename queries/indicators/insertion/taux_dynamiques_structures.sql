/*---
code         = "INS-45"
titre        = "Taux de sorties dynamiques vu des structures"
question     = "Quel taux donne la somme des sorties de chaque structure ?"
sujet        = "le taux de sorties dynamiques vu des structures"
accord       = "ms"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "sorties_dynamiques_des_structures"
denominateur = "sorties_examinees_des_structures"
definition   = "Somme des sorties dynamiques de chaque structure divisée par la somme de leurs sorties examinées. Un passage dans une autre structure membre y est une sortie positive, alors que le taux du pôle ne le compte pas."
source       = "Circulaire DGEFP 2008-21"
sensibilite  = 1
odd          = ["8.5"]
iris         = "PI3527"
limites      = "Une personne sortie de deux structures dans l'année compte deux fois : c'est un total de sorties, non de personnes. À lire à côté du taux du pôle, jamais à sa place."
---*/
select
    annee,
    sum(dynamiques) as sorties_dynamiques_des_structures,
    sum(sorties_examinees) as sorties_examinees_des_structures
from bilan_sorties
where structure_id is not null
group by annee
