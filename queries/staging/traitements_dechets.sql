/* Outgoing tonnes that were treated as waste, with the tonnes of CO2e that this emitted and those
   that it avoided, never netted. What was reused is not waste and is not here. The factor of the
   very treatment is used when the flow has one; otherwise that of its mean end of life, whose
   avoided part (mostly due to recycling) is not granted to what was burnt or buried. No factor,
   no figure. A structure without any keeps one row without identifier, for its zero. */
with facteurs as (
    select
        cle,
        traitement,
        valid_from,
        coalesce(valid_to, '9999-12-31') as valid_to,
        max(valeur) filter (where poste = 'emis') as emis,
        max(valeur) filter (where poste = 'evite') as evite
    from ref_facteurs_emission
    where domaine = 'dechets'
    group by cle, traitement, valid_from, valid_to
)

select
    d.annee,
    d.structure_id,
    m.mouvement_id,
    m.flux,
    m.tonnes * 0.001 * case when p.cle is null then g.emis else p.emis end as tco2e_emis,
    m.tonnes * 0.001 * case
        when p.cle is not null then p.evite
        when m.voie <> 'elimination' then g.evite
    end as tco2e_evite
from (select distinct annee, structure_id from mouvements_dechets) as d
left join mouvements_dechets as m
    on m.annee = d.annee
    and m.structure_id = d.structure_id
    and m.voie in ('recyclage', 'compostage_methanisation', 'elimination')
left join facteurs as p
    on p.cle = m.flux
    and p.traitement = m.destination
    and m.date between p.valid_from and p.valid_to
left join facteurs as g
    on g.cle = m.flux
    and g.traitement = 'moyenne'
    and m.date between g.valid_from and g.valid_to
