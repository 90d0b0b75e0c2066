/*---
code         = "INS-34"
titre        = "Sorties constatées et retirées"
question     = "Combien de sorties ont été constatées, et combien ne sont pas examinées ?"
sujet        = "le nombre de sorties"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "neutre"
niveau       = "resultat"
agregation   = "distinct"
definition   = "Sorties constatées : personnes sorties de leur parcours dans l'année après un séjour assez long pour compter. Sorties retirées : celles que la circulaire ôte de l'examen (décès, congé de longue durée, décision de justice, fin de période d'essai, durée insuffisante). Leur différence est le nombre de sorties examinées."
source       = "Circulaire DGEFP 2008-21"
sensibilite  = 1
diffusion    = "interne"
odd          = ["8.5"]
limites      = "Durée et heures minimales dépendent de la mesure ; faute d'heures transmises, seule la durée est vérifiée. Un passage dans une autre structure membre est une sortie pour la structure, non pour le pôle. Le total des deux n'a pas de sens et n'est pas donné. Réservé au pilotage interne : les sorties retirées sont peu nombreuses et leurs motifs sensibles (décès, longue maladie, justice) ; rapprochées des départs, elles se liraient presque. Le pôle les retrouve par make trace CODE=INS-34."
relations    = ["sorties_et_retraits.constatees = sorties_examinees_par_categorie + sorties_et_retraits.retirees"]

[modalites]
constatees = "Constatées"
retirees   = "Retirées"
---*/
select annee, 'constatees' as modalite, constatees as valeur
from bilan_sorties
where structure_id is null
union all
select annee, 'retirees' as modalite, retirees as valeur
from bilan_sorties
where structure_id is null
