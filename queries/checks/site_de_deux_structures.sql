/*---
code    = "site_de_deux_structures"
motif   = "Le même site est déclaré par deux structures la même année : sa surface compterait deux fois."
remede  = "Gardez le site chez une seule structure, ou donnez deux noms s'il s'agit de deux sites."
gravite = "à vérifier"
---*/
select a._fichier as fichier, a._ligne as ligne, a._ligne_fin as ligne_fin, 'site' as colonne
from espaces_verts as a
where exists (
    select 1
    from espaces_verts as b
    where strip_accents(lower(b.site)) = strip_accents(lower(a.site))
        and b.annee = a.annee
        and b.structure_id <> a.structure_id
)
