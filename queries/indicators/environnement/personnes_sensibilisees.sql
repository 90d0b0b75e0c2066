/*---
code         = "ENV-17"
titre        = "Personnes sensibilisées à l'environnement"
question     = "Combien de personnes les activités sur l'environnement ont-elles touchées ?"
sujet        = "le nombre de personnes sensibilisées"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Somme, sur les activités de l'année dont le thème est l'environnement, du nombre de personnes différentes de chaque activité."
source       = "Commune Mesure"
sensibilite  = 1
odd          = ["13.3"]
limites      = "Une personne venue à deux activités compte deux fois. Une activité dont le nombre de personnes n'est pas renseigné n'est pas comptée. Ces personnes sont aussi comptées parmi les bénéficiaires : les deux nombres ne s'additionnent pas."
---*/
select
    annee,
    structure_id,
    personnes as valeur
from publics_touches
where public = 'environnement'
