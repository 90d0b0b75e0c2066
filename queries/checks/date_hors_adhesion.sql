/*---
code    = "ligne_hors_adhesion"
motif   = "L'année est en dehors des dates d'adhésion de la structure au pôle."
remede  = "Vérifiez la date, ou les dates d'entrée et de sortie dans le fichier « Structures du pôle »."
gravite = "à vérifier"
---*/
select h._fichier as fichier, h._ligne as ligne, h._ligne_fin as ligne_fin, 'mois' as colonne
from heures_insertion as h
inner join contrats_insertion as c on c.contrat_id = h.contrat_id
inner join structures as s on s.structure_id = c.structure_id
where year(h.mois) < year(s.date_entree) or year(h.mois) > year(s.date_sortie)
union all
select b._fichier, b._ligne, b._ligne_fin, 'annee'
from budget as b
inner join structures as s on s.structure_id = b.structure_id
where b.annee < year(s.date_entree) or b.annee > year(s.date_sortie)
