/*---
code         = "COO-12"
titre        = "Financements obtenus par des réponses communes"
question     = "Quel montant les structures ont-elles obtenu en répondant ensemble ?"
sujet        = "le montant obtenu par des réponses communes"
accord       = "ms"
unite        = "€"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "pole"
definition   = "Somme des montants obtenus par les réponses communes (appels à projets, marchés) déposées par au moins deux structures membres et acceptées dans l'année. Le montant, total de la réponse, est lu une seule fois, sur la ligne du pilote."
source       = "Définition propre au pôle (projet collectif)"
sensibilite  = 0
apports      = "structures"
odd          = ["17.17"]
iris         = "≈ FP3021"
limites      = "Montants annoncés, non versés ; ils peuvent couvrir plusieurs années et figurent aussi dans les financements de la structure pilote : ne pas les additionner. Une réponse abandonnée ou en attente ne compte pas."
---*/
select
    d.annee,
    r.pilote as structure_id,
    coalesce(sum(r.montant), 0) as valeur
from annees_d_actions as d
left join reponses_communes as r on r.annee = d.annee and r.resultat = 'obtenu'
group by grouping sets ((d.annee), (d.annee, r.pilote))
having
    case when grouping(r.pilote) = 1 then count(r.action_id) = 0 or count(r.montant) > 0
    else count(r.montant) > 0 end
