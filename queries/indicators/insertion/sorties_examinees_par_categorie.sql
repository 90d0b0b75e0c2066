/*---
code         = "INS-15"
titre        = "Sorties examinées par catégorie"
question     = "Vers quoi vont les personnes qui quittent leur parcours ?"
sujet        = "le nombre de sorties examinées"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "neutre"
niveau       = "resultat"
agregation   = "distinct"
definition   = "Nombre de personnes sorties de leur parcours dans l'année, une fois ôtées les sorties retirées et les séjours trop courts pour être examinés, selon la situation à la sortie. La dernière sortie de l'année est retenue pour chaque personne."
source       = "Circulaire DGEFP 2008-21"
sensibilite  = 1
odd          = ["8.5"]
limites      = "Un passage dans une autre structure membre dans les trois mois est une sortie positive pour la structure quittée et n'est pas une sortie pour le pôle : les structures ne s'additionnent donc pas."
relations    = [
  "sorties_examinees_par_categorie = sorties_examinees_par_categorie.durable + sorties_examinees_par_categorie.transition + sorties_examinees_par_categorie.positive + sorties_examinees_par_categorie.autre",
  "sorties_examinees_par_categorie.dynamique = sorties_examinees_par_categorie.durable + sorties_examinees_par_categorie.transition + sorties_examinees_par_categorie.positive",
]

[modalites]
durable    = "Emploi durable"
transition = "Emploi de transition"
positive   = "Sortie positive"
dynamique  = "Sortie dynamique"
autre      = "Autre sortie"
---*/
select annee, structure_id, null as modalite, sorties_examinees as valeur from bilan_sorties
union all
select annee, structure_id, 'durable' as modalite, durables as valeur from bilan_sorties
union all
select annee, structure_id, 'transition' as modalite, transitions as valeur from bilan_sorties
union all
select annee, structure_id, 'positive' as modalite, positives as valeur from bilan_sorties
union all
select annee, structure_id, 'dynamique' as modalite, dynamiques as valeur from bilan_sorties
union all
select annee, structure_id, 'autre' as modalite, autres as valeur from bilan_sorties
