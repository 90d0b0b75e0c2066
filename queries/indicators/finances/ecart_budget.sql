/*---
code         = "FIN-10"
titre        = "Écart entre le réalisé et le prévisionnel"
question     = "De combien d'euros les comptes s'écartent-ils du budget prévu ?"
sujet        = "l'écart des charges au budget prévu"
accord       = "ms"
unite        = "€"
decimales    = 0
sens         = "neutre"
niveau       = "moyen"
agregation   = "somme"
definition   = "Charges réalisées moins charges prévues (comptes 60 à 69), puis la même différence pour les produits (comptes 70 à 79) et compte par compte, pour les seules structures qui ont transmis les deux."
source       = "Budgets prévisionnels et comptes annuels ; tableau demandé par l'arrêté du 11 octobre 2006"
sensibilite  = 0
modalites_de = "finances/budget_prevu"
apports      = "relations"
limites      = "Un écart positif sur une charge est un dépassement, sur un produit une recette de plus. Les contributions volontaires (comptes 86 et 87) sont exclues."
relations    = [
  "budget_realise = budget_prevu + ecart_budget",
  "ecart_budget = ecart_budget.charges",
]
---*/
select
    annee,
    coalesce(compte, sens) as modalite,
    sum(realise - prevu) as valeur
from budgets_compares
group by grouping sets ((annee, sens), (annee, compte))
union all
select
    annee,
    null as modalite,
    sum(realise - prevu) as valeur
from budgets_compares
where sens = 'charges'
group by annee
