/*---
code         = "FIN-03"
titre        = "Part des subventions publiques"
question     = "Quelle part des produits du pôle vient des subventions ?"
sujet        = "la part des subventions publiques"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "neutre"
niveau       = "moyen"
agregation   = "ratio"
numerateur   = "subventions_exploitation"
denominateur = "produits_exploitation"
definition   = "Subventions d'exploitation (compte 74) divisées par les produits d'exploitation (comptes 70 à 79), les ventes entre structures du pôle étant retranchées."
source       = "Comptes annuels et achats des structures"
sensibilite  = 0
apports      = "structures"
odd          = ["17.1"]
iris         = "FP3021"
limites      = "Le compte 74 comprend l'aide au poste de l'insertion et les aides privées que certaines structures y inscrivent."
relations    = ["subventions_exploitation = produits_par_nature.subventions"]
---*/
select
    annee,
    structure_id,
    sum(subventions) as subventions_exploitation,
    sum(produits) as produits_exploitation
from produits_structures
group by grouping sets ((annee), (annee, structure_id))
