/*---
code         = "INS-18"
titre        = "En emploi six mois après la sortie"
question     = "Six mois après leur sortie, combien de personnes sont en emploi ?"
sujet        = "la part des anciens salariés en emploi six mois après leur sortie"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "impact"
agregation   = "ratio"
numerateur   = "anciens_salaries_en_emploi"
denominateur = "anciens_salaries_repondants"
definition   = "Personnes en CDI, en CDD, en intérim ou à leur compte six mois après leur sortie ÷ personnes jointes dont la situation est connue. L'année est celle de l'enquête."
source       = "Suivi des sorties par les structures ; définition proche de l'enquête de la Dares"
sensibilite  = 1
odd          = ["8.5"]
iris         = "≈ PI3527"
limites      = "Un emploi dans une autre structure d'insertion n'est pas compté. Les personnes non jointes sont comptées à part : leur situation peut différer de celle des répondants."
repere       = "45 % en France pour les sorties de 2021, dont 36 % pour les bénéficiaires du RSA (Dares)"
---*/
select
    e.annee,
    e.structure_id,
    count(*) filter (
        where p.situation in ('CDI', 'CDD6+', 'CDD6-', 'interim', 'independant')
    ) as anciens_salaries_en_emploi,
    count(p.situation) as anciens_salaries_repondants,
    count(p.salarie_key) filter (where p.situation is null) as inconnus
from echelons as e
left join enquetes_6_mois as p
    on p.annee = e.annee and p.structure_id is not distinct from e.structure_id
where e.contrat = 'suivi_sorties'
group by e.annee, e.structure_id
