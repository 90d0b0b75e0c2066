/*---
code         = "INS-10"
titre        = "Part des 50 ans et plus"
question     = "Quelle est la place des seniors parmi les salariés en insertion ?"
sujet        = "la part des 50 ans et plus"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "neutre"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "seniors"
denominateur = "personnes_age_connu"
definition   = "Personnes de 50 ans et plus au 31 décembre ÷ salariés en insertion ayant travaillé au moins une heure dans l'année et dont l'année de naissance est renseignée."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 1
odd          = ["8.6"]
limites      = "L'âge est celui atteint dans l'année, faute de date de naissance complète."
repere       = "20,3 % des entrées en Bourgogne-Franche-Comté en 2022 (DREETS)"
---*/
select
    annee,
    structure_id,
    count(*) filter (where age >= 50) as seniors,
    count(age) as personnes_age_connu,
    count(salarie_key) filter (where age is null) as inconnus
from personnes_annee
group by annee, structure_id
