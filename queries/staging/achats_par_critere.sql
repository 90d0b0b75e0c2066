/* Purchases of each year, of the pole and of each structure, for which it is known whether they meet a criterion (sold in the public
   territory, in the department, by an organisation of the social economy, by a structure of
   insertion), and those that do. */
with criteres as (
    select
        annee,
        structure_id,
        montant_ht_eur,
        unnest(['local', 'departement', 'ess', 'siae']) as critere,
        unnest([local, dans_le_departement, fournisseur_ess, fournisseur_siae]) as est_rempli
    from achats_annuels
)

select
    annee,
    structure_id,
    critere,
    coalesce(sum(montant_ht_eur) filter (where est_rempli), 0) as montant,
    coalesce(sum(montant_ht_eur) filter (where est_rempli is not null), 0) as montant_connu
from criteres
group by grouping sets ((annee, critere), (annee, structure_id, critere))
