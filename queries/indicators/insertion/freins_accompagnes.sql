/*---
code         = "INS-20"
titre        = "Salariés accompagnés par frein à l'emploi"
question     = "Sur quels freins à l'emploi l'accompagnement porte-t-il ?"
sujet        = "le nombre de salariés accompagnés"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "neutre"
niveau       = "realisation"
agregation   = "distinct"
definition   = "Nombre de personnes différentes accompagnées dans l'année, par frein à l'emploi et en tout."
source       = "Les huit freins à l'emploi suivis par l'ASP"
sensibilite  = 2
recoupements = ["freins_accompagnes < salaries_en_insertion"]
odd          = ["10.2"]
limites      = "Une même personne peut être accompagnée sur plusieurs freins : leur somme dépasse le total."

[modalites]
illettrisme_fle          = "Illettrisme, français langue étrangère"
demarches_droits         = "Démarches et accès aux droits"
hebergement_logement     = "Hébergement et logement"
mobilite                 = "Mobilité"
sante                    = "Santé"
justice                  = "Justice"
surendettement_finances  = "Surendettement et finances"
manque_disponibilite     = "Manque de disponibilité"
---*/
with freins as (
    select frein from ref_freins
    union all
    select null as frein
)

select
    e.annee,
    f.frein as modalite,
    count(distinct a.salarie_key) as valeur
from echelons as e
cross join freins as f
left join accompagnement as a
    on a.annee = e.annee and (a.frein = f.frein or f.frein is null)
where e.contrat = 'accompagnement' and e.structure_id is null
group by e.annee, f.frein
