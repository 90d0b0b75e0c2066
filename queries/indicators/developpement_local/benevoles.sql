/*---
code         = "DEV-12"
titre        = "Bénévoles"
question     = "Combien de bénévoles se sont engagés dans les structures du pôle ?"
sujet        = "le nombre de bénévoles"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "hausse"
niveau       = "moyen"
agregation   = "somme"
definition   = "Somme, sur les missions de l'année, du nombre de bénévoles de chaque mission."
source       = "Commune Mesure"
sensibilite  = 1
odd          = ["17.17"]
iris         = "OI1166"
limites      = "Un bénévole engagé dans deux missions ou deux structures compte deux fois."
---*/
select
    annee,
    structure_id,
    coalesce(sum(nb_benevoles), 0) as valeur
from benevolat_annuel
group by grouping sets ((annee, structure_id), (annee))
