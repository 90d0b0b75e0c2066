/* Weighings of materials and waste, in tonnes, with the way each outgoing one was treated.
   A structure whose file came without any weighing keeps one row without identifier, so that
   its zero is counted. */
select
    a.annee,
    coalesce(w.structure_id, d.structure_id) as structure_id,
    w.mouvement_id,
    w.date,
    w.sens,
    w.flux,
    w.destination,
    case
        when w.sens <> 'sortant' or w.destination = 'stock' then null
        when w.destination in ('reemploi', 'reutilisation') then 'reemploi'
        when w.destination = 'recyclage' then 'recyclage'
        when w.destination in ('compostage', 'methanisation') then 'compostage_methanisation'
        when w.destination in ('incineration', 'stockage') then 'elimination'
        else 'non_renseignee'
    end as voie,
    w.poids_kg * 0.001 as tonnes
from dechets as w
full join (select * from depots_recus where contrat = 'dechets') as d
    on d.annee = year(w.date) and d.structure_id = w.structure_id
inner join annees as a on a.annee = coalesce(year(w.date), d.annee)
