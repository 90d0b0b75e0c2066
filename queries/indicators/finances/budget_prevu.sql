/*---
code         = "FIN-11"
titre        = "Budget prévu"
question     = "Quel budget les structures avaient-elles voté ?"
sujet        = "le budget prévu"
accord       = "ms"
unite        = "€"
decimales    = 0
sens         = "neutre"
niveau       = "moyen"
agregation   = "somme"
definition   = "Charges (comptes 60 à 69) et produits (comptes 70 à 79) des budgets prévisionnels, compte par compte, pour les seules structures qui ont aussi transmis leurs comptes."
source       = "Budgets prévisionnels et comptes annuels ; tableau demandé par l'arrêté du 11 octobre 2006"
sensibilite  = 0
apports      = "structures"
limites      = "Les contributions volontaires (comptes 86 et 87) sont exclues. Les ventes entre structures du pôle ne sont pas retranchées : c'est le budget de chacune qui est comparé."
relations    = [
  "budget_prevu.charges = budget_prevu.60 + budget_prevu.61 + budget_prevu.62 + budget_prevu.63 + budget_prevu.64 + budget_prevu.65 + budget_prevu.66 + budget_prevu.67 + budget_prevu.68 + budget_prevu.69",
  "budget_prevu.produits = budget_prevu.70 + budget_prevu.71 + budget_prevu.72 + budget_prevu.73 + budget_prevu.74 + budget_prevu.75 + budget_prevu.76 + budget_prevu.77 + budget_prevu.78 + budget_prevu.79",
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
    structure_id,
    coalesce(compte, sens) as modalite,
    sum(prevu) as valeur
from budgets_compares
group by grouping sets (
    (annee, sens), (annee, compte), (annee, structure_id, sens), (annee, structure_id, compte)
)
