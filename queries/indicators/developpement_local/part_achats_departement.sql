/*---
code         = "DEV-22"
titre        = "Part des achats dans le département"
question     = "Quelle part des achats va à des fournisseurs du département ?"
sujet        = "la part des achats dans le département"
accord       = "fs"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "achats_departement"
denominateur = "achats_departement_connu"
definition   = "Achats hors taxes à des fournisseurs du département (Seine-Saint-Denis), territoire compris ÷ achats hors taxes dont le département du fournisseur est connu. Les avoirs viennent en déduction."
source       = "Impact Score (Mouvement Impact France)"
sensibilite  = 0
apports      = "structures"
odd          = ["8.3"]
iris         = "PI1849"
limites      = "Le département se lit au code INSEE de la commune ou, à défaut, au siège de la structure du pôle qui vend, puis au code postal. Les achats situés au seul code postal entrent ici et non dans la part locale : les deux dénominateurs diffèrent. L'adresse du fournisseur n'est pas le lieu de production."
---*/
select
    annee,
    structure_id,
    montant as achats_departement,
    montant_connu as achats_departement_connu
from achats_par_critere
where critere = 'departement'
