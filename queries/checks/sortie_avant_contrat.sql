/*---
code    = "sortie_avant_contrat"
motif   = "La sortie précède le début du contrat."
remede  = "Vérifiez la date de sortie et l'identifiant du contrat."
gravite = "mis de côté"
---*/
select s._fichier as fichier, s._ligne as ligne, s._ligne_fin as ligne_fin, 'date_sortie' as colonne
from sorties as s
inner join contrats_insertion as c on c.contrat_id = s.contrat_id
where s.date_sortie < c.date_debut
union all
select s._fichier, s._ligne, s._ligne_fin, 'date_sortie'
from sorties as s
where s.contrat_id is null
    and s.date_sortie < (
        select min(c.date_debut)
        from contrats_insertion as c
        where c.salarie_key = s.salarie_key and c.structure_id = s.structure_id
    )
