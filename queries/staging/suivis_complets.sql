/* One row for each year, kind of follow-up (training, placements) that came and person of the pole:
   whether all the structures where the person worked sent theirs. Failing that, who is not in
   the files received is unknown, and not a person without any. The persons of a structure that sent
   none have a row there too: whoever knows which file lacks counts them in those unknown. */
with lieux as (
    select
        e.contrat,
        p.annee,
        p.salarie_key,
        bool_and(d.structure_id is not null) as complet
    from echelons as e
    inner join personnes_annee as p on p.annee = e.annee and p.structure_id is not null
    left join depots_recus as d
        on d.annee = p.annee and d.structure_id = p.structure_id and d.contrat = e.contrat
    where e.contrat in ('formations', 'pmsmp') and e.structure_id is null
    group by e.contrat, p.annee, p.salarie_key
)

select
    e.contrat,
    e.annee,
    null as structure_id,
    p.salarie_key,
    coalesce(l.complet, false) as complet
from echelons as e
inner join personnes_annee as p
    on p.annee = e.annee and p.structure_id is null and p.salarie_key is not null
left join lieux as l
    on l.contrat = e.contrat and l.annee = p.annee and l.salarie_key = p.salarie_key
where e.contrat in ('formations', 'pmsmp') and e.structure_id is null

union all

select
    e.contrat,
    e.annee,
    p.structure_id,
    p.salarie_key,
    false as complet
from echelons as e
inner join personnes_annee as p
    on p.annee = e.annee and p.structure_id is not null and p.salarie_key is not null
left join depots_recus as d
    on d.annee = p.annee and d.structure_id = p.structure_id and d.contrat = e.contrat
where
    e.contrat in ('formations', 'pmsmp')
    and e.structure_id is null
    and d.structure_id is null
