/*---
code    = "periodes_qui_se_chevauchent"
motif   = "Deux relevés du même compteur se chevauchent : la même énergie compterait deux fois."
remede  = "Corrigez les dates de début et de fin des deux relevés."
gravite = "mis de côté"
---*/
select a._fichier as fichier, a._ligne as ligne, a._ligne_fin as ligne_fin, 'date_debut' as colonne
from energie as a
where exists (
    select 1
    from energie as b
    where b.structure_id = a.structure_id
        and strip_accents(lower(b.site)) = strip_accents(lower(a.site))
        and b.fluide = a.fluide
        and (b._fichier, b._ligne) <> (a._fichier, a._ligne)
        and b.date_debut < a.date_fin
        and a.date_debut < b.date_fin
)
