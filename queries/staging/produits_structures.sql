/* Income of each year and structure that sent its accounts of a year carried out: sales,
   subsidies, other management income and the rest of accounts 70 to 79. What members buy from
   one another is taken off the sales of the one who sells: the pole earns nothing by it. The budget of an action
   is already in that of its structure. */
with comptes as (
    select
        b.annee,
        b.structure_id,
        left(b.compte, 2) as compte,
        b.montant_eur
    from budget as b
    inner join depots_recus as d
        on d.annee = b.annee and d.structure_id = b.structure_id and d.contrat = 'budget'
    where
        b.nature = 'realise'
        and b.action_id is null
        and left(b.compte, 2) between '70' and '79'
),

ventes_internes as (
    select
        annee,
        vendeur,
        sum(montant_ht_eur) as montant
    from achats_annuels
    where interne
    group by annee, vendeur
)

select
    c.annee,
    c.structure_id,
    coalesce(sum(c.montant_eur) filter (where c.compte = '70'), 0)
    - coalesce(any_value(v.montant), 0) as ventes,
    coalesce(sum(c.montant_eur) filter (where c.compte = '74'), 0) as subventions,
    coalesce(sum(c.montant_eur) filter (where c.compte = '75'), 0) as autres_gestion,
    coalesce(sum(c.montant_eur) filter (where c.compte not in ('70', '74', '75')), 0) as autres,
    sum(c.montant_eur) - coalesce(any_value(v.montant), 0) as produits
from comptes as c
left join ventes_internes as v on v.annee = c.annee and v.vendeur = c.structure_id
group by c.annee, c.structure_id
