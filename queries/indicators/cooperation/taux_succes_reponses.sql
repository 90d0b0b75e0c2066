/*---
code         = "COO-21"
titre        = "Taux de succès des réponses communes"
question     = "Les réponses communes aboutissent-elles ?"
sujet        = "le taux de succès des réponses communes"
accord       = "ms"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "reponses_obtenues"
denominateur = "reponses_tranchees"
definition   = "Réponses communes obtenues ÷ réponses communes dont l'issue est connue (obtenues ou refusées)."
source       = "Définition propre au pôle (projet collectif)"
sensibilite  = 0
odd          = ["17.17"]
limites      = "Une réponse en attente n'est pas au dénominateur ; une réponse dont l'issue n'est pas écrite se compte à part. Peu de réponses : le taux varie vite."
---*/
select
    d.annee,
    count(*) filter (where r.resultat = 'obtenu') as reponses_obtenues,
    count(*) filter (where r.resultat in ('obtenu', 'refuse')) as reponses_tranchees,
    count(r.action_id) filter (where r.resultat is null) as inconnus
from annees_d_actions as d
left join reponses_communes as r on r.annee = d.annee
group by d.annee
