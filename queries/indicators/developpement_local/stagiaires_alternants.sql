/*---
code         = "DEV-15"
titre        = "Stagiaires, alternants et services civiques"
question     = "Combien de personnes se sont formées dans les équipes du pôle ?"
sujet        = "le nombre de stagiaires, d'alternants et de services civiques"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Contrats de stage, d'alternance ou de service civique ayant couru au moins un jour dans l'année."
source       = "Région Île-de-France (obligation d'accueillir des stagiaires)"
sensibilite  = 1
odd          = ["8.6"]
limites      = "Un contrat compte pour une personne. Les alternants présents au 31 décembre sont aussi comptés parmi les emplois permanents : les deux nombres ne s'additionnent pas."
---*/
select
    annee,
    structure_id,
    count(emploi_id) filter (
        where type_contrat in ('stage', 'alternance', 'service_civique')
    ) as valeur
from emplois_annuels
group by grouping sets ((annee, structure_id), (annee))
