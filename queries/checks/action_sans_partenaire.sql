/*---
code    = "action_d_une_seule_structure"
motif   = "Une action croisée réunit au moins deux structures."
remede  = "Ajoutez une ligne pour chaque structure partenaire, ou retirez l'action."
gravite = "à vérifier"
---*/
select a._fichier as fichier, a._ligne as ligne, a._ligne_fin as ligne_fin, 'structure_id' as colonne
from actions_croisees as a
where (
    select count(distinct b.structure_id)
    from actions_croisees as b
    where b.action_id = a.action_id and b.annee = a.annee
) < 2
