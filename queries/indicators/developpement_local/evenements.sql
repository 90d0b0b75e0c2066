/*---
code         = "DEV-11"
titre        = "Événements publics et privés"
question     = "Combien d'événements le pôle a-t-il accueillis ou organisés ?"
sujet        = "le nombre d'événements"
accord       = "ms"
unite        = "nb"
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Activités de l'année de type « événement », selon qu'elles sont ouvertes à tous (public) ou réservées (privé)."
source       = "Commune Mesure"
sensibilite  = 0
modalites    = { public = "Événements publics", prive = "Événements privés", non_renseigne = "Ouverture non renseignée" }
relations    = ["evenements = evenements.public + evenements.prive + evenements.non_renseigne"]
odd          = ["11.4"]
limites      = "Une ligne du fichier compte pour un événement, même si elle en résume plusieurs dans le mois."
---*/
with ouvertures as (
    select
        annee,
        structure_id,
        unnest(['public', 'prive', 'non_renseigne']) as ouverture
    from (select distinct annee, structure_id from activites_annuelles)
)

select
    o.annee,
    o.structure_id,
    o.ouverture as modalite,
    count(e.activite_id) as valeur
from ouvertures as o
left join activites_annuelles as e
    on e.annee = o.annee
    and e.structure_id = o.structure_id
    and e.type = 'evenement'
    and coalesce(e.ouverture, 'non_renseigne') = o.ouverture
group by grouping sets (
    (o.annee, o.structure_id, o.ouverture),
    (o.annee, o.structure_id),
    (o.annee, o.ouverture),
    (o.annee)
)
