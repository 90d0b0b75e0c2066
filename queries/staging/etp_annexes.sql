/* Full-time equivalents agreed with the State, by year and structure: each annex in force counts
   for the share of the twelve months that it covers. */
with annexes as (
    select
        a.annee,
        x.structure_id,
        x.etp_conventionnes
        * (
            date_diff(
                'month',
                greatest(x.date_debut, make_date(a.annee, 1, 1)),
                least(x.date_fin, make_date(a.annee, 12, 31))
            ) + 1
        ) as etp_mois
    from annees as a
    inner join annexes_financieres as x
        on x.date_debut <= make_date(a.annee, 12, 31)
        and x.date_fin >= make_date(a.annee, 1, 1)
    where x.etat in ('VALIDE', 'PROVISOIRE', 'CLOTURE')
)

select
    annee,
    structure_id,
    cast(sum(etp_mois) / 12 as decimal(18, 6)) as etp
from annexes
group by annee, structure_id
