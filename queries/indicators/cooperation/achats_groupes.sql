/*---
code         = "COO-07"
titre        = "Achats groupés"
question     = "Quel montant les structures ont-elles acheté ensemble ?"
sujet        = "le montant des achats groupés"
accord       = "ms"
unite        = "€"
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "pole"
definition   = "Somme des achats hors taxes signalés comme groupés ; les avoirs, négatifs, viennent en déduction."
source       = "Appel à projets PTCE (achats groupés)"
sensibilite  = 0
apports      = "structures"
odd          = ["12.7"]
limites      = "Un achat dont le caractère groupé n'est pas renseigné n'est pas compté : le montant est un minimum. Une année où rien n'est renseigné n'a pas de chiffre."
---*/
select
    annee,
    structure_id,
    coalesce(sum(montant_ht_eur) filter (where groupe), 0) as valeur
from achats_annuels
group by grouping sets ((annee), (annee, structure_id))
having count(groupe) > 0
