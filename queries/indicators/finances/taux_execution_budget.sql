/*---
code         = "FIN-07"
titre        = "Taux d'exécution du budget"
question     = "Les charges et les produits prévus ont-ils été réalisés ?"
sujet        = "le taux d'exécution des charges"
accord       = "ms"
unite        = "%"
decimales    = 1
sens         = "neutre"
niveau       = "moyen"
agregation   = "ratio"
numerateur   = "budget_realise"
denominateur = "budget_prevu"
definition   = "Charges réalisées divisées par les charges prévues (comptes 60 à 69), puis le même rapport pour les produits (comptes 70 à 79) et compte par compte, pour les seules structures qui ont transmis les deux."
source       = "Budgets prévisionnels et comptes annuels ; tableau demandé par l'arrêté du 11 octobre 2006"
sensibilite  = 0
modalites_de = "finances/budget_prevu"
apports      = "structures"
limites      = "Les contributions volontaires (comptes 86 et 87) sont exclues. Un compte réalisé sans avoir été prévu n'a pas de taux : son écart est donné en euros. Les ventes entre structures du pôle ne sont pas retranchées : c'est le budget de chacune qui est comparé."
relations    = [
  "budget_realise = budget_realise.charges",
  "budget_prevu = budget_prevu.charges",
]
---*/
select
    annee,
    structure_id,
    coalesce(compte, sens) as modalite,
    sum(realise) as budget_realise,
    sum(prevu) as budget_prevu
from budgets_compares
group by grouping sets (
    (annee, sens), (annee, compte), (annee, structure_id, sens), (annee, structure_id, compte)
)
union all
select
    annee,
    structure_id,
    null as modalite,
    sum(realise) as budget_realise,
    sum(prevu) as budget_prevu
from budgets_compares
where sens = 'charges'
group by grouping sets ((annee), (annee, structure_id))
