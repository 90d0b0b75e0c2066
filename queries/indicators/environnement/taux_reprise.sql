/*---
code         = "ENV-20"
titre        = "Taux de reprise des plantations"
question     = "Les arbres plantés ont-ils survécu à leur première année ?"
sujet        = "le taux de reprise des plantations"
accord       = "ms"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "plants_vivants"
denominateur = "plants_suivis"
definition   = "Arbres et arbustes plantés dans l'année et vivants un an après ÷ arbres et arbustes plantés dans l'année dont la reprise a été relevée."
source       = "Définition propre au pôle"
sensibilite  = 0
odd          = ["15.2"]
iris         = "≈ PI4127"
limites      = "L'année est celle de la plantation : le taux de la dernière année n'est connu qu'un an plus tard. Un plant non relevé est hors du calcul, ni vivant ni mort."
---*/
select
    annee,
    structure_id,
    sum(nb_vivants_n1) as plants_vivants,
    sum(nb_plants_suivis) as plants_suivis
from espaces_verts_annuels
group by grouping sets ((annee, structure_id), (annee))
having sum(nb_plants_suivis) > 0
