/*---
code         = "DEV-20"
titre        = "Personnes et porteurs de projet accompagnés"
question     = "Combien de personnes le pôle a-t-il accompagnées dans leur projet ?"
sujet        = "le nombre de personnes accompagnées"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Somme, sur les activités d'accompagnement de l'année, du nombre de personnes différentes de chaque activité."
source       = "Appel à manifestation d'intérêt « Fabriques de territoire » (lieu ressources)"
sensibilite  = 1
odd          = ["8.3"]
iris         = "PI9652"
limites      = "Un accompagnement mené par plusieurs structures est compté parmi les actions croisées, non ici. Une personne venue à deux activités compte deux fois. Une activité dont le nombre de personnes n'est pas renseigné n'est pas comptée. Des personnes, non des projets : un projet porté à trois compte trois fois."
---*/
select
    annee,
    structure_id,
    personnes as valeur
from publics_touches
where public = 'accompagnement'
