/*---
code    = "categorie_contraire_au_motif"
motif   = "La catégorie de sortie n'est pas celle du motif."
remede  = "Corrigez le motif, ou laissez la catégorie vide : elle se déduit du motif."
gravite = "mis de côté"
---*/
select s._fichier as fichier, s._ligne as ligne, s._ligne_fin as ligne_fin, 'categorie' as colonne
from sorties as s
where s.categorie is not null
    and exists (
        select 1
        from ref_motif_sortie as r
        where r.motif = s.motif
            and s.date_sortie >= coalesce(r.valid_from, s.date_sortie)
            and s.date_sortie <= coalesce(r.valid_to, s.date_sortie)
    )
    and not exists (
        select 1
        from ref_motif_sortie as r
        where r.motif = s.motif
            and r.categorie = s.categorie
            and s.date_sortie >= coalesce(r.valid_from, s.date_sortie)
            and s.date_sortie <= coalesce(r.valid_to, s.date_sortie)
    )
