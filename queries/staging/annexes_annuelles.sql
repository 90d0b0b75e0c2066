/* One row for each year and annex of the State's convention in force in it, with the months that
   it covers; a month begun counts whole. Drafts and refused annexes do not count. */
select
    a.annee,
    x.structure_id,
    x.etp_conventionnes,
    x.nb_prev_sorties,
    x.taux_prev_dynamiques,
    date_diff(
        'month',
        greatest(x.date_debut, make_date(a.annee, 1, 1)),
        least(x.date_fin, make_date(a.annee, 12, 31))
    ) + 1 as mois_couverts
from annees as a
inner join annexes_financieres as x
    on x.date_debut <= make_date(a.annee, 12, 31)
    and x.date_fin >= make_date(a.annee, 1, 1)
where x.etat in ('VALIDE', 'PROVISOIRE', 'CLOTURE')
