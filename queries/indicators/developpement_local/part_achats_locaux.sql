/*---
code         = "DEV-09"
titre        = "Part des achats locaux"
question     = "Quelle part des achats va à des fournisseurs du territoire ?"
sujet        = "la part des achats locaux"
accord       = "fs"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "achats_locaux"
denominateur = "achats_localises"
definition   = "Achats hors taxes à des fournisseurs d'une commune de l'établissement public territorial (Plaine Commune) ÷ achats hors taxes dont la commune du fournisseur est connue. Les avoirs viennent en déduction."
source       = "Impact Score (Mouvement Impact France)"
sensibilite  = 0
apports      = "structures"
odd          = ["8.3"]
iris         = "PI1849"
limites      = "La commune est celle du code INSEE ou, pour une structure du pôle, de son siège. À défaut, un code postal hors du département suffit à dire « non local » ; un code postal du département ne suffit pas à trancher, et l'achat reste hors du calcul. L'adresse du fournisseur n'est pas le lieu de production."
---*/
select
    annee,
    structure_id,
    montant as achats_locaux,
    montant_connu as achats_localises
from achats_par_critere
where critere = 'local'
