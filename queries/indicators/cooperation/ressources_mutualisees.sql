/*---
code         = "COO-02"
titre        = "Ressources mutualisées actives"
question     = "Combien de locaux, postes, véhicules, matériels ou services les structures ont-elles mis en commun ?"
sujet        = "le nombre de ressources mutualisées"
accord       = "ms"
unite        = "nb"
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "pole"
definition   = "Ressources distinctes utilisées au moins un mois de l'année par au moins une structure. Un mois dont la quantité est nulle n'est pas une utilisation ; un mois dont elle est laissée vide en est une."
source       = "Appel à projets PTCE (emplois, groupement d'employeurs, locaux, achats, ressources humaines)"
sensibilite  = 0
odd          = ["17.17"]
limites      = "Une salle et un véhicule comptent chacun pour un : l'indicateur dit la diversité, non le volume, de la mutualisation."
---*/
select
    d.annee,
    count(distinct u.ressource_id) as valeur
from annees_de_mutualisation as d
left join usages_mutualises as u on u.annee = d.annee
group by d.annee
