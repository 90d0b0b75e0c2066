/*---
code         = "COO-17"
titre        = "Surface mutualisée"
question     = "Quelle surface les structures partagent-elles ?"
sujet        = "la surface mutualisée"
accord       = "fs"
unite        = "m²"
decimales    = 0
sens         = "hausse"
niveau       = "moyen"
agregation   = "pole"
definition   = "Somme des surfaces des ressources mutualisées utilisées au moins un mois de l'année, chacune comptée une fois, quel que soit le nombre de ses utilisatrices."
source       = "Commune Mesure (espaces partagés)"
sensibilite  = 0
odd          = ["11.3"]
iris         = "≈ PI9170"
limites      = "Un local ou une salle sans surface écrite n'apporte rien et se compte à part : la surface est un minimum. Une année où aucun local utilisé n'a de surface n'a pas de chiffre."
---*/
select
    d.annee,
    coalesce(sum(s.surface_m2), 0) as valeur,
    count(s.ressource_id) filter (where s.surface_m2 is null) as inconnus
from annees_de_mutualisation as d
left join surfaces_mutualisees as s on s.annee = d.annee
group by d.annee
having count(s.ressource_id) = 0 or count(s.surface_m2) > 0
