/*---
code         = "GOV-02"
titre        = "Entrées et sorties de sociétaires"
question     = "Combien de sociétaires sont entrés et sortis dans l'année ?"
sujet        = "le nombre de mouvements de sociétaires"
accord       = "ms"
unite        = "nb"
decimales    = 0
sens         = "neutre"
niveau       = "realisation"
agregation   = "pole"
definition   = "Sociétaires dont la date d'entrée, ou la date de sortie, tombe dans l'année (du 1er janvier au 31 décembre inclus)."
source       = "Décret n° 2015-1381 (rapport de gestion des SCIC : évolution du sociétariat)"
sensibilite  = 0
modalites    = { entree = "Entrées", sortie = "Sorties" }
odd          = ["16.7"]
limites      = "Un sociétaire entré et sorti la même année compte dans les deux. La somme des deux n'a pas de sens et n'est pas donnée."
---*/
with mouvements as (
    select
        a.annee,
        unnest(['entree', 'sortie']) as mouvement
    from annees as a
    where exists (select 1 from societaires)
)

select
    m.annee,
    m.mouvement as modalite,
    count(s.societaire_id) as valeur
from mouvements as m
left join societaires as s
    on year(case m.mouvement when 'entree' then s.date_entree else s.date_sortie end) = m.annee
group by m.annee, m.mouvement
