/*---
code         = "COO-03"
titre        = "Structures utilisatrices par ressource mutualisée"
question     = "Les ressources mises en commun servent-elles vraiment à plusieurs structures ?"
sujet        = "le nombre moyen de structures par ressource mutualisée"
accord       = "ms"
unite        = "nb"
decimales    = 1
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "usages_ressources"
denominateur = "ressources_mutualisees"
definition   = "Couples distincts (ressource, structure utilisatrice) de l'année ÷ ressources mutualisées actives. Douze mois d'usage par la même structure comptent pour un couple."
source       = "Appel à projets PTCE ; aide de Plaine Commune à la mutualisation (au moins deux structures)"
sensibilite  = 0
odd          = ["17.17"]
repere       = "au moins 2 structures par ressource pour parler de mutualisation (Plaine Commune)"
limites      = "Une ressource dont le fichier ne nomme qu'une utilisatrice abaisse la moyenne, même si d'autres s'en servent sans être déclarées."
---*/
select
    d.annee,
    count(distinct (u.ressource_id, u.structure_id)) filter (where u.ressource_id is not null)
        as usages_ressources,
    count(distinct u.ressource_id) as ressources_mutualisees
from annees_de_mutualisation as d
left join usages_mutualises as u on u.annee = d.annee
group by d.annee
