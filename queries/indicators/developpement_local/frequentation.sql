/*---
code         = "DEV-07"
titre        = "Fréquentation"
question     = "Combien de fois a-t-on poussé la porte du pôle et de ses activités ?"
sujet        = "la fréquentation"
accord       = "fs"
unite        = "passages"
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Somme des passages de toutes les activités de l'année, ventes et événements privés compris, en tout et selon le mode de comptage."
source       = "Commune Mesure"
sensibilite  = 0
odd          = ["11.7"]
limites      = "Des passages, non des personnes : qui vient trois fois compte trois fois. Une activité sans passages renseignés n'est pas comptée, même si ses personnes le sont."

[modalites]
registre    = "Comptés au registre ou à l'émargement"
billetterie = "Comptés à la billetterie"
compteur    = "Comptés au compteur"
estimation  = "Estimés"
---*/
with comptages as (
    select
        annee,
        unnest(['registre', 'billetterie', 'compteur', 'estimation']) as comptage
    from (select distinct annee from activites_annuelles)
)

select
    annee,
    structure_id,
    null as modalite,
    coalesce(sum(nb_passages), 0) as valeur
from activites_annuelles
group by grouping sets ((annee, structure_id), (annee))
having count(activite_id) = 0 or count(nb_passages) > 0
union all
select
    c.annee,
    null as structure_id,
    c.comptage as modalite,
    coalesce(sum(a.nb_passages), 0) as valeur
from comptages as c
left join activites_annuelles as a on a.annee = c.annee and a.comptage = c.comptage
group by c.annee, c.comptage
having count(a.activite_id) = 0 or count(a.nb_passages) > 0
