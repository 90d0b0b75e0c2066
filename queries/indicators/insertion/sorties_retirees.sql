/*---
code         = "INS-35"
titre        = "Sorties retirées"
question     = "Combien de sorties constatées ne sont pas examinées ?"
sujet        = "le nombre de sorties retirées"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "neutre"
niveau       = "resultat"
agregation   = "distinct"
definition   = "Nombre de sorties constatées que la circulaire retire de l'examen : décès, congé de longue durée, décision de justice, fin de période d'essai, durée insuffisante."
source       = "Circulaire DGEFP 2008-21"
sensibilite  = 1
odd          = ["8.5"]
limites      = "Le motif déclaré décide ; un motif inconnu met la ligne de côté."
---*/
select annee, structure_id, retirees as valeur
from bilan_sorties
