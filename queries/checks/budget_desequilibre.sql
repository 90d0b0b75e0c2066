/*---
code    = "budget_desequilibre"
motif   = "Les charges et les produits de ce budget prévisionnel ne s'équilibrent pas."
remede  = "Vérifiez les montants : un budget prévisionnel est équilibré."
gravite = "à vérifier"
---*/
select b._fichier as fichier, min(b._ligne) as ligne, min(b._ligne) as ligne_fin, 'montant_eur' as colonne
from budget as b
where b.nature = 'previsionnel'
group by b._fichier, b.structure_id, b.annee, b.action_id
having abs(sum(case when left(b.compte, 1) = '6' or left(b.compte, 2) = '86' then b.montant_eur
    else -b.montant_eur end)) > 1
