/*---
code         = "INS-42"
titre        = "Salariés accompagnés selon le mode"
question     = "L'accompagnement est-il mené par la structure ou par des partenaires ?"
sujet        = "le nombre de salariés accompagnés"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "neutre"
niveau       = "realisation"
agregation   = "distinct"
definition   = "Nombre de personnes différentes accompagnées dans l'année sur un frein à l'emploi, selon que l'accompagnement est interne, externe, ou les deux à la fois."
source       = "Modes d'accompagnement suivis par l'ASP"
sensibilite  = 2
odd          = ["10.2"]
limites      = "Une même personne peut être suivie sur un frein en interne et sur un autre à l'extérieur : la somme des modes dépasse le total."
relations    = ["accompagnements_par_mode = freins_accompagnes"]

[modalites]
interne         = "Interne"
externe         = "Externe"
interne_externe = "Interne et externe"
---*/
with modes as (
    select unnest([null, 'interne', 'externe', 'interne_externe']) as mode
)

select
    e.annee,
    m.mode as modalite,
    count(distinct a.salarie_key) as valeur,
    count(distinct a.salarie_key) filter (where a.mode is null) as inconnus
from echelons as e
cross join modes as m
left join accompagnement as a
    on a.annee = e.annee and (a.mode = m.mode or m.mode is null)
where e.contrat = 'accompagnement' and e.structure_id is null
group by e.annee, m.mode
