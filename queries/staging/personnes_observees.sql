/* The persons of each place that sent its hours of the year, as `personnes_annee` gives them, with
   their level of education compared with the CAP. A place where nobody worked keeps one row
   without person, so that its zero is counted. */
select
    e.annee,
    e.structure_id,
    p.* exclude (annee, structure_id),
    n.infra_cap,
    n.cap_ou_moins
from echelons as e
left join personnes_annee as p
    on p.annee = e.annee and p.structure_id is not distinct from e.structure_id
left join ref_niveau_formation as n on n.code = p.niveau_formation
where e.contrat = 'heures_insertion'
