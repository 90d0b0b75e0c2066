/* One row for each year, shared resource and structure that used it at least one month.
   A month with a quantity of zero is not a use. */
select distinct
    year(m.mois) as annee,
    m.ressource_id,
    m.structure_id
from mutualisation as m
inner join annees as a on a.annee = year(m.mois)
where m.quantite is null or m.quantite > 0
