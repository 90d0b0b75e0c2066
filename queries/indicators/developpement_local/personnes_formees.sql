/*---
code         = "DEV-14"
titre        = "Personnes formées, hors salariés"
question     = "Combien de personnes extérieures les structures ont-elles formées ?"
sujet        = "le nombre de personnes formées"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Somme, sur les activités de formation de l'année ouvertes à d'autres que les salariés, du nombre de personnes différentes de chaque formation."
source       = "Appel à manifestation d'intérêt « Fabriques de territoire »"
sensibilite  = 1
odd          = ["4.3"]
iris         = "PI2998"
repere       = "environ 377 000 ou 400 000 personnes formées par 3 500 tiers-lieux en 2023, selon la source (France Tiers-Lieux)"
limites      = "Une personne venue à deux activités compte deux fois. Une activité dont le nombre de personnes n'est pas renseigné n'est pas comptée. Les formations des salariés en insertion sont ailleurs."
---*/
select
    annee,
    structure_id,
    personnes as valeur
from publics_touches
where public = 'formation'
