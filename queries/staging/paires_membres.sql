/* One row for each year and unordered pair of member structures, with the number of cross
   actions they carried out together (0 included) in the years for which actions are known. */
select
    x.annee,
    x.structure_id as structure_a,
    y.structure_id as structure_b,
    count(q.action_id) as actions_communes
from membres_annuels as x
inner join membres_annuels as y on y.annee = x.annee and y.structure_id > x.structure_id
left join participations_croisees as p on p.annee = x.annee and p.structure_id = x.structure_id
left join participations_croisees as q
    on q.annee = p.annee and q.action_id = p.action_id and q.structure_id = y.structure_id
where x.annee in (select d.annee from annees_d_actions as d)
group by x.annee, x.structure_id, y.structure_id
