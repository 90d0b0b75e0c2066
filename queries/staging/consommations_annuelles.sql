/* One row for each invoice of energy or water and each year that it covers, for the part of its
   days in that year. Years for which the file did not come are left out: the few days that a
   January invoice lends them would pass for a year. A file without any invoice keeps one row
   without site, so that its zero is counted. `unite` is kWh, kWh_PCS, kWh_PCI, m3 or L. */
with parts as (
    select
        a.annee,
        e.*,
        least(e.date_fin, make_date(a.annee, 12, 31))
        - greatest(e.date_debut, make_date(a.annee, 1, 1)) + 1 as jours,
        e.date_fin - e.date_debut + 1 as jours_factures
    from energie as e
    inner join annees as a
        on e.date_debut <= make_date(a.annee, 12, 31)
        and e.date_fin >= make_date(a.annee, 1, 1)
)

select
    d.annee,
    d.structure_id,
    p.site,
    p.surface_m2,
    p.fluide,
    p.date_debut,
    p.renouvelable,
    p.jours,
    c.pouvoir_calorifique,
    case
        when c.pouvoir_calorifique is not null then 'kWh_' || c.pouvoir_calorifique
        when c.kwh_par_unite is not null then 'kWh'
        else p.unite
    end as unite,
    cast(
        p.quantite * coalesce(c.kwh_par_unite, 1) * p.jours / p.jours_factures as decimal(18, 6)
    ) as quantite
from depots_recus as d
left join parts as p on p.annee = d.annee and p.structure_id = d.structure_id
left join ref_conversion_energie as c
    on c.fluide = p.fluide
    and c.unite = p.unite
    and make_date(d.annee, 12, 31) between c.valid_from and coalesce(c.valid_to, '9999-12-31')
where d.contrat = 'energie'
