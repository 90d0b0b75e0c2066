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
definition   = "Personnes dont l'année de naissance, retranchée de l'année du rapport, donne moins de 26, divisées par les salariés en insertion ayant travaillé au moins une heure dans l'année dont l'année de naissance est renseignée."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 1
odd          = ["8.6"]
limites      = "L'âge est celui atteint dans l'année, faute de date de naissance complète."
repere       = "25 % en France en 2022 (Dares)"
---*/
select
    e.annee,
    e.structure_id,
    count(*) filter (where p.age < 26) as moins_26_ans,
    count(*) filter (where p.age is not null) as personnes_age_connu,
    count(p.salarie_key) filter (where p.age is null) as inconnus
from echelons as e
left join personnes_annee as p
    on p.annee = e.annee and p.structure_id is not distinct from e.structure_id
where e.contrat = 'heures_insertion'
group by e.annee, e.structure_id
