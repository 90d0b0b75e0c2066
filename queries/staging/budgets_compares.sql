/* Planned and carried out, by year, account and structure, for the structures that sent both: for the
   charges (accounts 60 to 69) and for the income (70 to 79) apart. An account that only one of
   the two holds is 0 in the other. The budget of an action is already in that of its structure. */
with comptes as (
    select
        b.annee,
        b.structure_id,
        left(b.compte, 2) as compte,
        left(b.compte, 1) as classe,
        sum(b.montant_eur) filter (where b.nature = 'realise') as realise,
        sum(b.montant_eur) filter (where b.nature = 'previsionnel') as prevu
    from budget as b
    inner join depots_recus as d
        on d.annee = b.annee and d.structure_id = b.structure_id and d.contrat = 'budget'
    where b.action_id is null and left(b.compte, 2) between '60' and '79'
    group by b.annee, b.structure_id, left(b.compte, 2), left(b.compte, 1)
)

select
    annee,
    structure_id,
    compte,
    case classe when '6' then 'charges' else 'produits' end as sens,
    coalesce(realise, 0) as realise,
    coalesce(prevu, 0) as prevu
from comptes
qualify
    count(realise) over (partition by annee, structure_id, classe) > 0
    and count(prevu) over (partition by annee, structure_id, classe) > 0
