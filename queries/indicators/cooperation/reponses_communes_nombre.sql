/*---
code         = "COO-20"
titre        = "Réponses communes déposées"
question     = "Combien de fois les structures ont-elles répondu ensemble ?"
sujet        = "le nombre de réponses communes"
accord       = "ms"
unite        = "nb"
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "pole"
definition   = "Réponses communes (appels à projets, marchés) de l'année déposées par au moins deux structures membres et non abandonnées, quelle que soit l'issue."
source       = "Définition propre au pôle (projet collectif)"
sensibilite  = 0
odd          = ["17.17"]
limites      = "Une réponse refusée compte autant qu'une réponse obtenue."
---*/
select
    d.annee,
    count(r.action_id) as valeur
from annees_d_actions as d
left join reponses_communes as r on r.annee = d.annee
group by d.annee
