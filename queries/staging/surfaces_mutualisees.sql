/* One row for each year and shared room or premises used in it, or anything else shared whose area
   is written; the area is that of the place, once, empty when nobody wrote it. */
select
    u.annee,
    m.ressource_id,
    max(m.surface_m2) as surface_m2
from usages_mutualises as u
inner join mutualisation as m
    on m.ressource_id = u.ressource_id
    and m.structure_id = u.structure_id
    and year(m.mois) = u.annee
where m.type in ('local', 'salle') or m.surface_m2 is not null
group by u.annee, m.ressource_id
