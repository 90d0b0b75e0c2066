/*---
code         = "DEV-23"
titre        = "Part des achats à des structures d'insertion"
question     = "Quelle part des achats va à des structures d'insertion par l'activité économique ?"
sujet        = "la part des achats à des structures d'insertion"
accord       = "fs"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "achats_siae"
denominateur = "achats_siae_connu"
definition   = "Achats hors taxes à des structures d'insertion par l'activité économique (SIAE) ÷ achats hors taxes dont on sait si le fournisseur en est une. Les avoirs viennent en déduction."
source       = "Impact Score (Mouvement Impact France)"
sensibilite  = 0
apports      = "structures"
odd          = ["8.3"]
iris         = "PI6385"
limites      = "Une SIAE relève aussi, le plus souvent, de l'économie sociale et solidaire : les deux parts ne s'additionnent pas. Un fournisseur dont la nature n'est pas renseignée n'est compté ni d'un côté ni de l'autre. Déclaration de la structure, non vérifiée."
---*/
select
    annee,
    structure_id,
    montant as achats_siae,
    montant_connu as achats_siae_connu
from achats_par_critere
where critere = 'siae'
