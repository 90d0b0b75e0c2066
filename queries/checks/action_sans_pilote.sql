/*---
code    = "action_sans_pilote_unique"
motif   = "Une action croisée a exactement une structure pilote par année."
remede  = "Mettez « pilote » pour une seule structure, « partenaire » pour les autres."
gravite = "à vérifier"
---*/
select a._fichier as fichier, a._ligne as ligne, a._ligne_fin as ligne_fin, 'role' as colonne
from actions_croisees as a
where (
    select count(*) filter (where b.role = 'pilote')
    from actions_croisees as b
    where b.action_id = a.action_id and b.annee = a.annee
) <> 1
