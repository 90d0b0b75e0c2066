/*---
code         = "INS-09"
titre        = "Part des moins de 26 ans"
question     = "Quelle est la place des jeunes parmi les salariés en insertion ?"
sujet        = "la part des moins de 26 ans"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "neutre"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "moins_26_ans"
denominateur = "personnes_age_connu"
definition   = "Personnes de moins de 26 ans au 31 décembre ÷ salariés en insertion ayant travaillé au moins une heure dans l'année et dont l'année de naissance est renseignée."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 1
recoupements = ["moins_26_ans + seniors < personnes_age_connu"]
odd          = ["8.6"]
limites      = "L'âge est celui atteint dans l'année, faute de date de naissance complète."
repere       = "25 % en France en 2022 (Dares)"
---*/
select
    annee,
    structure_id,
    count(*) filter (where age < 26) as moins_26_ans,
    count(age) as personnes_age_connu,
    count(salarie_key) filter (where age is null) as inconnus
from personnes_annee
group by annee, structure_id
