/*---
code         = "DEV-10"
titre        = "Part des achats à l'économie sociale et solidaire"
question     = "Quelle part des achats va à des entreprises de l'économie sociale et solidaire ?"
sujet        = "la part des achats à l'économie sociale et solidaire"
accord       = "fs"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "achats_ess"
denominateur = "achats_ess_connu"
definition   = "Achats hors taxes à des entreprises de l'économie sociale et solidaire ÷ achats hors taxes dont on sait si le fournisseur en est une. Les avoirs viennent en déduction."
source       = "Impact Score (Mouvement Impact France)"
sensibilite  = 0
apports      = "structures"
odd          = ["8.3"]
iris         = "PI6385"
limites      = "Un fournisseur dont la nature n'est pas renseignée n'est compté ni d'un côté ni de l'autre. Déclaration de la structure, non vérifiée dans un registre."
---*/
select
    annee,
    structure_id,
    montant as achats_ess,
    montant_connu as achats_ess_connu
from achats_par_critere
where critere = 'ess'
