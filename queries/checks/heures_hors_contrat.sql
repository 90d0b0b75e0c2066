/*---
code    = "heures_hors_contrat"
motif   = "Le mois est en dehors des dates du contrat."
remede  = "Vérifiez le mois et les dates du contrat."
gravite = "mis de côté"
---*/
select h._fichier as fichier, h._ligne as ligne, h._ligne_fin as ligne_fin, 'mois' as colonne
from heures_insertion as h
inner join contrats_insertion as c on c.contrat_id = h.contrat_id
where last_day(h.mois) < c.date_debut or h.mois > c.date_fin_reelle
