/*---
code    = "contrat_d_une_autre_personne"
motif   = "Le contrat indiqué est celui d'une autre personne ou d'une autre structure."
remede  = "Corrigez l'identifiant du contrat."
gravite = "mis de côté"
---*/
select s._fichier as fichier, s._ligne as ligne, s._ligne_fin as ligne_fin, 'contrat_id' as colonne
from sorties as s
inner join contrats_insertion as c on c.contrat_id = s.contrat_id
where c.salarie_key <> s.salarie_key or c.structure_id <> s.structure_id
