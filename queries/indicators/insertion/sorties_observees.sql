/*---
code         = "INS-34"
titre        = "Sorties constatées"
question     = "Combien de personnes ont quitté leur parcours dans l'année ?"
sujet        = "le nombre de sorties constatées"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "neutre"
niveau       = "resultat"
agregation   = "distinct"
definition   = "Nombre de personnes sorties de leur parcours dans l'année après un séjour assez long pour compter, sorties retirées comprises. La dernière sortie de l'année est retenue pour chaque personne."
source       = "Circulaire DGEFP 2008-21"
sensibilite  = 1
odd          = ["8.5"]
limites      = "Durée et heures minimales dépendent de la mesure ; faute d'heures transmises, seule la durée est vérifiée. Un passage dans une autre structure membre est une sortie pour la structure, non pour le pôle."
relations    = ["sorties_observees = sorties_examinees_par_categorie + sorties_retirees"]
---*/
select annee, structure_id, constatees as valeur
from bilan_sorties
