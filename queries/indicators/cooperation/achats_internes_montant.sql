/*---
code         = "COO-22"
titre        = "Achats entre structures du pôle"
question     = "Quel montant les structures s'achètent-elles les unes aux autres ?"
sujet        = "le montant des achats internes au pôle"
accord       = "ms"
unite        = "€"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "pole"
definition   = "Somme des achats hors taxes dont le SIRET du fournisseur est celui d'une autre structure membre du pôle dans l'année. Les avoirs viennent en déduction."
source       = "Définition propre au pôle"
sensibilite  = 0
apports      = "structures"
odd          = ["8.3"]
iris         = "≈ PI1849"
limites      = "Un achat sans SIRET de fournisseur n'est pas compté : le montant est un minimum. Il est retranché des produits d'exploitation du pôle."
relations    = ["achats_internes_montant = achats_internes"]
---*/
select
    annee,
    structure_id,
    coalesce(sum(montant_ht_eur) filter (where interne), 0) as valeur
from achats_annuels
group by grouping sets ((annee), (annee, structure_id))
