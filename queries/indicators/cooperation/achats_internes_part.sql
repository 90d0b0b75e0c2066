/*---
code         = "COO-15"
titre        = "Part des achats entre structures du pôle"
question     = "Les structures achètent-elles les unes aux autres ?"
sujet        = "la part des achats internes au pôle"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "achats_internes"
denominateur = "achats_total"
definition   = "Achats hors taxes dont le SIRET du fournisseur est celui d'une autre structure membre du pôle dans l'année ÷ total des achats hors taxes. Les avoirs viennent en déduction."
source       = "Définition propre au pôle"
sensibilite  = 0
apports      = "structures"
odd          = ["8.3"]
iris         = "≈ PI1849"
limites      = "Un achat sans SIRET de fournisseur reste au dénominateur : la part est un minimum."
---*/
select
    annee,
    structure_id,
    coalesce(sum(montant_ht_eur) filter (where interne), 0) as achats_internes,
    sum(montant_ht_eur) as achats_total
from achats_annuels
group by grouping sets ((annee), (annee, structure_id))
