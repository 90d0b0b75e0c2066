/*---
code         = "FIN-02"
titre        = "Taux d'autofinancement"
question     = "Quelle part de ses produits le pôle tire-t-il de sa propre activité ?"
sujet        = "le taux d'autofinancement"
accord       = "ms"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "produits_propres"
denominateur = "produits_exploitation"
definition   = "Ventes et prestations (compte 70) et autres produits de gestion, dont les loyers (compte 75), divisés par les produits d'exploitation (comptes 70 à 79), les ventes entre structures du pôle étant retranchées."
source       = "Comptes annuels et achats des structures"
sensibilite  = 0
apports      = "structures"
iris         = "FP3021"
odd          = ["17.1"]
limites      = "Le compte 75 comprend aussi les cotisations et les dons."
relations    = ["produits_propres = produits_par_nature.ventes + produits_par_nature.autres_gestion"]
---*/
select
    annee,
    structure_id,
    sum(ventes + autres_gestion) as produits_propres,
    sum(produits) as produits_exploitation
from produits_structures
group by grouping sets ((annee), (annee, structure_id))
