/*---
code         = "COO-01"
titre        = "Structures résidentes"
question     = "Combien de structures sont installées dans les locaux du pôle au 31 décembre ?"
sujet        = "le nombre de structures résidentes"
accord       = "ms"
unite        = "nb"
decimales    = 0
sens         = "hausse"
niveau       = "moyen"
agregation   = "pole"
definition   = "Structures membres déclarées résidentes et présentes au 31 décembre. La date de sortie est le dernier jour de présence."
source       = "Appel à projets PTCE (critère de mutualisation des locaux)"
sensibilite  = 0
odd          = ["17.17"]
iris         = "PI9652"
repere       = "8 structures en moyenne par PTCE (187 structures pour 24 PTCE en 2017)"
limites      = "La qualité de résidente est celle du dernier fichier des structures : une structure qui a emménagé ou déménagé en restant membre est comptée, pour les années passées, selon sa situation d'aujourd'hui."
---*/
select
    a.annee,
    count(m.structure_id) as valeur
from annees as a
left join membres_annuels as m on m.annee = a.annee and m.residente_en_fin_d_annee
where exists (select 1 from structures)
group by a.annee
