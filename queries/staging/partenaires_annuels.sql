/* One row for each year, type and partner with a partnership in force; the same name in capitals
   or with spaces around is the same partner. Whether one of its partnerships is signed is
   unknown when none is said to be and some do not say. */
select
    a.annee,
    p.type,
    lower(trim(p.partenaire)) as partenaire,
    case
        when bool_or(p.convention) then true
        when bool_and(p.convention is not null) then false
    end as conventionne
from annees as a
inner join partenariats as p
    on p.date_debut <= make_date(a.annee, 12, 31)
    and coalesce(p.date_fin, make_date(a.annee, 12, 31)) >= make_date(a.annee, 1, 1)
group by a.annee, p.type, lower(trim(p.partenaire))
