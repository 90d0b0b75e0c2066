/* Years for which the shared resources of the pole are known, even if none was used. */
select annee
from depots_recus
where contrat = 'mutualisation'
union
select a.annee
from mutualisation as m
inner join annees as a on a.annee = year(m.mois)
