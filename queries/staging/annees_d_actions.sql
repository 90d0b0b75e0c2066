/* Years for which the cross actions of the pole are known, even if none was carried out. */
select annee
from depots_recus
where contrat = 'actions_croisees'
union
select c.annee
from actions_croisees as c
inner join annees as a on a.annee = c.annee
