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
limites      = "Un achat interne sans SIRET de fournisseur n'est pas retranché : les ventes sont alors un maximum."
relations    = [
  "produits_exploitation = produits_par_nature",
  "produits_par_nature = produits_par_nature.ventes + produits_par_nature.subventions + produits_par_nature.autres_gestion + produits_par_nature.autres",
]

[modalites]
ventes         = "Ventes et prestations (70)"
subventions    = "Subventions (74)"
autres_gestion = "Autres produits de gestion (75)"
autres         = "Autres produits (71 à 73, 76 à 79)"
---*/
select annee, null as modalite, sum(produits) as valeur from produits_structures group by annee
union all
select annee, 'ventes' as modalite, sum(ventes) as valeur from produits_structures group by annee
union all
select annee, 'subventions' as modalite, sum(subventions) as valeur
from produits_structures
group by annee
union all
select annee, 'autres_gestion' as modalite, sum(autres_gestion) as valeur
from produits_structures
group by annee
union all
select annee, 'autres' as modalite, sum(autres) as valeur from produits_structures group by annee
