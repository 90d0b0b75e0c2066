/* One row for each place (structure, or pole when structure_id is null), year and green site: for
   the pole, a site that two structures declare is one site. A place without any site keeps one
   row without site, so that its zero is counted. */
select
    annee,
    structure_id,
    site,
    max(surface_m2) as surface_m2,
    bool_and(sans_phyto) as sans_phyto,
    max(surface_ecopaturage_m2) as surface_ecopaturage_m2,
    max(surface_restauree_m2) as surface_restauree_m2
from espaces_verts_annuels
group by grouping sets ((annee, structure_id, site), (annee, site))
