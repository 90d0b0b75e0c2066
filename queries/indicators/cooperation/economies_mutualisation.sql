/*---
code         = "COO-06"
titre        = "Économies estimées de mutualisation"
question     = "Combien les structures auraient-elles payé de plus en s'équipant chacune de son côté ?"
sujet        = "le montant des économies estimées"
accord       = "ms"
unite        = "€"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "pole"
definition   = "Somme des différences entre le coût de référence (celui d'une structure seule) et le coût facturé, pour les seules lignes dont les deux coûts sont connus et dont la source du coût de référence est indiquée (devis, tarif public, historique)."
source       = "Définition propre au pôle"
sensibilite  = 0
apports      = "structures"
odd          = ["17.17"]
limites      = "Estimation, à ne jamais additionner avec les comptes. Une ligne sans source n'entre pas dans le calcul : le montant est un minimum. Une mutualisation plus chère que le coût de référence vient en déduction. Une année sans aucune ligne documentée n'a pas de chiffre."
---*/
select
    a.annee,
    m.structure_id,
    sum(m.cout_reference_seul_eur - m.cout_facture_eur) as valeur
from mutualisation as m
inner join annees as a on a.annee = year(m.mois)
where
    m.source_reference is not null
    and m.cout_reference_seul_eur is not null
    and m.cout_facture_eur is not null
group by grouping sets ((a.annee), (a.annee, m.structure_id))
