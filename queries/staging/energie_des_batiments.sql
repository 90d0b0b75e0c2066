/* Energy used in buildings, in kWh: neither fuels for vehicles nor what is only known in litres
   or cubic metres. A structure without any keeps one row without site, for its zero. */
select
    d.annee,
    d.structure_id,
    c.site,
    c.surface_m2,
    c.fluide,
    c.date_debut,
    c.renouvelable,
    c.jours,
    c.pouvoir_calorifique,
    case when c.fluide = 'gaz' then 'gaz_' || lower(c.pouvoir_calorifique) else c.fluide end
        as energie,
    c.quantite as kwh
from (select distinct annee, structure_id from consommations_annuelles) as d
left join consommations_annuelles as c
    on c.annee = d.annee
    and c.structure_id = d.structure_id
    and c.unite in ('kWh', 'kWh_PCS', 'kWh_PCI')
    and c.fluide not in ('gazole', 'essence', 'eau')
