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
apports      = "relations"
limites      = "Un écart positif sur une charge est un dépassement, sur un produit une recette de plus. Les contributions volontaires (comptes 86 et 87) sont exclues."
relations    = [
  "budget_realise = budget_prevu + ecart_budget",
  "ecart_budget = ecart_budget.charges",
]

[modalites]
60       = "Achats (60)"
61       = "Services extérieurs (61)"
62       = "Autres services extérieurs (62)"
63       = "Impôts et taxes (63)"
64       = "Charges de personnel (64)"
65       = "Autres charges de gestion courante (65)"
66       = "Charges financières (66)"
67       = "Charges exceptionnelles (67)"
68       = "Dotations aux amortissements (68)"
69       = "Impôt sur les bénéfices (69)"
charges  = "Ensemble des charges"
70       = "Ventes et prestations (70)"
71       = "Production stockée (71)"
72       = "Production immobilisée (72)"
73       = "Dotations et produits de tarification (73)"
74       = "Subventions d'exploitation (74)"
75       = "Autres produits de gestion courante (75)"
76       = "Produits financiers (76)"
77       = "Produits exceptionnels (77)"
78       = "Reprises sur provisions (78)"
79       = "Transferts de charges (79)"
produits = "Ensemble des produits"
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
