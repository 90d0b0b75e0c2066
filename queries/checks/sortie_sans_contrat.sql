/*---
code    = "sortie_sans_contrat"
motif   = "Aucun contrat d'insertion de cette personne dans cette structure : la sortie ne peut pas être examinée."
remede  = "Ajoutez le contrat au fichier « Contrats d'insertion », ou corrigez la clé salarié."
gravite = "mis de côté"
---*/
select s._fichier as fichier, s._ligne as ligne, s._ligne_fin as ligne_fin, 'salarie_key' as colonne
from sorties as s
where not exists (
    select 1
    from contrats_insertion as c
    where c.salarie_key = s.salarie_key and c.structure_id = s.structure_id
)
