/* One row for each year, structure and green site, however many interventions it received; the
   area restored is that of the site, once. A structure whose file came without any site keeps
   one row without site, so that its zero is counted. */
select
    a.annee,
    coalesce(e.structure_id, d.structure_id) as structure_id,
    lower(trim(e.site)) as site,
    max(e.surface_m2) as surface_m2,
    bool_and(e.phyto = 'aucun') as sans_phyto,
    max(e.surface_m2) filter (where e.gestion = 'ecopaturage') as surface_ecopaturage_m2,
    max(e.surface_m2) filter (
        where e.intervention in ('renaturation', 'desimpermeabilisation', 'technosol')
    ) as surface_restauree_m2,
    sum(e.nb_plants) as nb_plants,
    sum(e.nb_plants) filter (where e.nb_vivants_n1 is not null) as nb_plants_suivis,
    sum(e.nb_vivants_n1) filter (where e.nb_plants is not null) as nb_vivants_n1,
    sum(e.production_qte) filter (where e.production_unite = 'tige') as production_tiges,
    sum(e.production_qte) filter (where e.production_unite = 'kg') as production_kg
from espaces_verts as e
full join (select * from depots_recus where contrat = 'espaces_verts') as d
    on d.annee = e.annee and d.structure_id = e.structure_id
inner join annees as a on a.annee = coalesce(e.annee, d.annee)
group by a.annee, coalesce(e.structure_id, d.structure_id), lower(trim(e.site))
