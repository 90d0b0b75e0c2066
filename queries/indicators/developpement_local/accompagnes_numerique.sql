/*---
code         = "DEV-08"
titre        = "Personnes accompagnées au numérique"
question     = "Combien de personnes ont été aidées dans leurs démarches et leurs usages numériques ?"
sujet        = "le nombre de personnes accompagnées au numérique"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Somme, sur les activités de médiation numérique de l'année, du nombre de personnes différentes de chaque activité."
source       = "Appel à manifestation d'intérêt « Fabriques de territoire »"
sensibilite  = 1
odd          = ["9.c"]
limites      = "Une personne venue à deux activités compte deux fois. Une activité dont le nombre de personnes n'est pas renseigné n'est pas comptée."
---*/
select
    annee,
    structure_id,
    personnes as valeur
from publics_touches
where public = 'mediation_numerique'
