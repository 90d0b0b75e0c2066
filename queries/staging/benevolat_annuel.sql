/* Volunteering by mission, within the years of the edition. A structure whose file came without
   any mission keeps one row without mission, so that its zero is counted. */
select
    a.annee,
    coalesce(b.structure_id, d.structure_id) as structure_id,
    b.mission,
    b.nb_benevoles,
    b.heures
from benevolat as b
full join (select * from depots_recus where contrat = 'benevolat') as d
    on d.annee = b.annee and d.structure_id = b.structure_id
inner join annees as a on a.annee = coalesce(b.annee, d.annee)
