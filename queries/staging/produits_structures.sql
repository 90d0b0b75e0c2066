/* Income of each year and structure that sent its accounts of a year carried out: sales,
   subsidies, other management income and the rest of accounts 70 to 79. */
with comptes as (
    select
        b.annee,
        b.structure_id,
        left(b.compte, 2) as compte,
        b.montant_eur
    from budget as b
    inner join depots_recus as d
        on d.annee = b.annee and d.structure_id = b.structure_id and d.contrat = 'budget'
    where b.nature = 'realise'
)

select
    annee,
    structure_id,
    coalesce(sum(montant_eur) filter (where compte = '70'), 0) as ventes,
    coalesce(sum(montant_eur) filter (where compte = '74'), 0) as subventions,
    coalesce(sum(montant_eur) filter (where compte = '75'), 0) as autres_gestion,
    coalesce(sum(montant_eur) filter (where compte not in ('70', '74', '75')), 0) as autres,
    sum(montant_eur) as produits
from comptes
where compte between '70' and '79'
group by annee, structure_id
