/* One row for each year, structure and kind of object of the reference table, "autre" included:
   how many were sold, given or lent, and the tonnes of CO2e avoided if each replaced a new one.
   A repaired object has not left yet. */
with objets as (
    select distinct objet from ref_objets_co2
    union
    select 'autre' as objet
),

sorties_d_objets as (
    select
        year(r.mois) as annee,
        r.structure_id,
        r.objet,
        r.nb_objets,
        r.nb_objets * f.kgco2e * 0.001 as tco2e
    from reemploi as r
    left join ref_objets_co2 as f
        on f.objet = r.objet
        and r.mois between f.valid_from and coalesce(f.valid_to, '9999-12-31')
    where r.issue in ('vendu', 'donne', 'prete')
),

depots as (
    select annee, structure_id from depots_recus where contrat = 'reemploi'
    union
    select year(mois), structure_id from reemploi
)

select
    a.annee,
    d.structure_id,
    o.objet,
    coalesce(sum(s.nb_objets), 0) as nb_objets,
    coalesce(sum(s.tco2e), 0) as tco2e
from depots as d
inner join annees as a on a.annee = d.annee
cross join objets as o
left join sorties_d_objets as s
    on s.annee = d.annee and s.structure_id = d.structure_id and s.objet = o.objet
group by a.annee, d.structure_id, o.objet
