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
definition   = "Personnes en CDI, en CDD, en intérim ou à leur compte six mois après leur sortie, divisées par les personnes jointes dont la situation est connue. L'année est celle de l'enquête."
source       = "Suivi des sorties par les structures ; définition proche de l'enquête de la Dares"
sensibilite  = 1
odd          = ["8.5"]
iris         = "PI3527"
limites      = "Un emploi dans une autre structure d'insertion n'est pas compté. Les personnes non jointes sont comptées à part : leur situation peut différer de celle des répondants."
repere       = "45 % en France pour les sorties de 2021 (Dares)"
---*/
with enquetes as (
    select
        coalesce(year(date_contact), _annee) as annee,
        structure_id,
        salarie_key,
        date_contact,
        case when joint then nullif(situation, 'inconnu') end as situation
    from suivi_sorties
    where echeance = '6m'
),

places as (
    from enquetes
    union all by name
    select * replace (null as structure_id) from enquetes
),

personnes as (
    select *
    from places
    qualify
        row_number() over (
            partition by annee, structure_id, salarie_key
            order by situation is null, date_contact desc nulls last, situation
        ) = 1
)

select
    e.annee,
    e.structure_id,
    count(*) filter (
        where p.situation in ('CDI', 'CDD6+', 'CDD6-', 'interim', 'independant')
    ) as anciens_salaries_en_emploi,
    count(p.situation) as anciens_salaries_repondants,
    count(p.salarie_key) filter (where p.situation is null) as inconnus
from echelons as e
left join personnes as p
    on p.annee = e.annee and p.structure_id is not distinct from e.structure_id
where e.contrat = 'suivi_sorties'
group by e.annee, e.structure_id
