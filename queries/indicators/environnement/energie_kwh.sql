/*---
code         = "ENV-09"
titre        = "Consommation d'énergie des bâtiments"
question     = "Combien d'énergie les bâtiments consomment-ils ?"
sujet        = "la consommation d'énergie"
accord       = "fs"
unite        = "kWh"
decimales    = 0
sens         = "baisse"
niveau       = "resultat"
agregation   = "somme"
definition   = "Somme des consommations facturées de l'année, par énergie. Une facture à cheval sur deux années est répartie au jour près."
source       = "Factures ; dispositif éco-énergie tertiaire"
sensibilite  = 0
modalites    = { electricite = "Électricité", gaz_pcs = "Gaz (kWh PCS)", gaz_pci = "Gaz (kWh PCI)", reseau_chaleur = "Réseau de chaleur", fioul = "Fioul", bois = "Bois" }
relations    = ["energie_kwh = energie_kwh.electricite + energie_kwh.gaz_pcs + energie_kwh.gaz_pci + energie_kwh.reseau_chaleur + energie_kwh.fioul + energie_kwh.bois"]
odd          = ["7.3"]
iris         = "OI8825"
limites      = "Les kWh de gaz en pouvoir calorifique supérieur (PCS) et inférieur (PCI) ne s'additionnent pas : une année qui a des deux n'a pas de total. Carburants, et fioul ou bois livrés en litres ou en m³, exclus. Sans correction du climat ; une année dont des factures manquent n'est pas complétée."
---*/
with energies as (
    select
        annee,
        structure_id,
        unnest(['electricite', 'gaz_pcs', 'gaz_pci', 'reseau_chaleur', 'fioul', 'bois']) as energie
    from (select distinct annee, structure_id from energie_des_batiments)
)

select
    n.annee,
    n.structure_id,
    n.energie as modalite,
    coalesce(sum(b.kwh), 0) as valeur
from energies as n
left join energie_des_batiments as b
    on b.annee = n.annee and b.structure_id = n.structure_id and b.energie = n.energie
group by grouping sets (
    (n.annee, n.structure_id, n.energie),
    (n.annee, n.structure_id),
    (n.annee, n.energie),
    (n.annee)
)
having coalesce(min(b.pouvoir_calorifique) = max(b.pouvoir_calorifique), true)
