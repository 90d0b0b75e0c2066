/*---
code         = "FIN-05"
titre        = "Produits d'exploitation par nature"
question     = "D'où viennent les produits du pôle ?"
sujet        = "le total des produits d'exploitation"
accord       = "ms"
unite        = "€"
decimales    = 0
sens         = "neutre"
niveau       = "moyen"
agregation   = "somme"
definition   = "Somme des comptes 70 à 79 réalisés des structures qui ont transmis leur budget, par groupe de comptes. Ce que les structures du pôle s'achètent entre elles est retranché des ventes."
source       = "Comptes annuels et achats des structures"
sensibilite  = 0
apports      = "structures"
limites      = "Un achat interne sans SIRET de fournisseur n'est pas retranché : les ventes sont alors un maximum."
relations    = [
  "produits_exploitation = produits_par_nature",
  "produits_par_nature = produits_par_nature.ventes + produits_par_nature.subventions + produits_par_nature.autres_gestion + produits_par_nature.autres",
]

[modalites]
ventes         = "Ventes et prestations (70)"
subventions    = "Subventions (74)"
autres_gestion = "Autres produits de gestion (75)"
autres         = "Autres (71 à 73, 76 à 79)"
---*/
with natures as (
    select
        annee,
        structure_id,
        unnest([null, 'ventes', 'subventions', 'autres_gestion', 'autres']) as modalite,
        unnest([produits, ventes, subventions, autres_gestion, autres]) as montant
    from produits_structures
)

select
    annee,
    structure_id,
    modalite,
    sum(montant) as valeur
from natures
group by grouping sets ((annee, modalite), (annee, structure_id, modalite))
