/*---
code         = "FIN-12"
titre        = "Budget réalisé"
question     = "Quels ont été les charges et les produits de l'année ?"
sujet        = "le budget réalisé"
accord       = "ms"
unite        = "€"
decimales    = 0
sens         = "neutre"
niveau       = "moyen"
agregation   = "somme"
definition   = "Charges (comptes 60 à 69) et produits (comptes 70 à 79) réalisés, compte par compte, pour les seules structures qui avaient aussi transmis leur budget prévisionnel."
source       = "Budgets prévisionnels et comptes annuels ; tableau demandé par l'arrêté du 11 octobre 2006"
sensibilite  = 0
modalites_de = "finances/budget_prevu"
apports      = "structures"
limites      = "Les contributions volontaires (comptes 86 et 87) sont exclues. Les ventes entre structures du pôle ne sont pas retranchées : c'est le budget de chacune qui est comparé."
relations    = [
  "budget_realise.charges = budget_realise.60 + budget_realise.61 + budget_realise.62 + budget_realise.63 + budget_realise.64 + budget_realise.65 + budget_realise.66 + budget_realise.67 + budget_realise.68 + budget_realise.69",
  "budget_realise.produits = budget_realise.70 + budget_realise.71 + budget_realise.72 + budget_realise.73 + budget_realise.74 + budget_realise.75 + budget_realise.76 + budget_realise.77 + budget_realise.78 + budget_realise.79",
]
---*/
select
    annee,
    structure_id,
    coalesce(compte, sens) as modalite,
    sum(realise) as valeur
from budgets_compares
group by grouping sets (
    (annee, sens), (annee, compte), (annee, structure_id, sens), (annee, structure_id, compte)
)
