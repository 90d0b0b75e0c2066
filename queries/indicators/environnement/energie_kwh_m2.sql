/*---
code         = "ENV-10"
titre        = "Consommation d'énergie par mètre carré"
question     = "Les bâtiments consomment-ils beaucoup pour leur taille ?"
sujet        = "la consommation d'énergie par mètre carré"
accord       = "fs"
unite        = "kWh/m²"
decimales    = 0
sens         = "baisse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "energie_des_sites_complets"
denominateur = "surface_des_sites_complets"
definition   = "Consommation d'énergie de l'année ÷ surface chauffée, pour les sites dont la surface est connue et dont les factures de chaque énergie couvrent au moins 350 jours de l'année."
source       = "Factures ; dispositif éco-énergie tertiaire"
sensibilite  = 0
odd          = ["7.3"]
iris         = "OI8825"
repere       = "146 à 165 kWh/m² par an en moyenne pour des bureaux ; 100 à 117 visés en 2030 (dispositif éco-énergie tertiaire)"
limites      = "Un site dont une facture manque n'entre pas, au lieu de paraître sobre. Les kWh de gaz PCS et PCI ne s'additionnent pas : pas de chiffre s'il y a des deux. Deux compteurs d'un même bâtiment écrits comme deux sites comptent sa surface deux fois. Sans correction du climat."
---*/
with energies as (
    select
        annee,
        structure_id,
        site,
        fluide,
        sum(jours) as jours,
        sum(kwh) as kwh,
        max(surface_m2) as surface_m2,
        min(pouvoir_calorifique) as pouvoir_le_plus_petit,
        max(pouvoir_calorifique) as pouvoir_le_plus_grand
    from energie_des_batiments
    where site is not null
    group by annee, structure_id, site, fluide
),

sites as (
    select
        annee,
        structure_id,
        site,
        sum(kwh) as kwh,
        max(surface_m2) as surface_m2,
        min(pouvoir_le_plus_petit) as pouvoir_le_plus_petit,
        max(pouvoir_le_plus_grand) as pouvoir_le_plus_grand
    from energies
    group by annee, structure_id, site
    having min(jours) >= 350 and max(surface_m2) > 0
)

select
    annee,
    structure_id,
    sum(kwh) as energie_des_sites_complets,
    sum(surface_m2) as surface_des_sites_complets
from sites
group by grouping sets ((annee, structure_id), (annee))
having coalesce(min(pouvoir_le_plus_petit) = max(pouvoir_le_plus_grand), true)
