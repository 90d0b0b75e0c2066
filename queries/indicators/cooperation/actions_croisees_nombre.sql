/*---
code         = "COO-08"
titre        = "Actions croisées entre structures"
question     = "Combien d'actions les structures ont-elles menées ensemble ?"
sujet        = "le nombre d'actions croisées"
accord       = "ms"
unite        = "nb"
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "pole"
definition   = "Actions distinctes réalisées dans l'année par au moins deux structures membres. Le thème est celui que déclare la structure pilote."
source       = "Définition propre au pôle (projet collectif)"
sensibilite  = 0
modalites    = { insertion = "Insertion", local = "Développement local", environnement = "Environnement", non_renseigne = "Thème non renseigné" }
relations    = ["actions_croisees_nombre = actions_croisees_nombre.insertion + actions_croisees_nombre.local + actions_croisees_nombre.environnement + actions_croisees_nombre.non_renseigne"]
odd          = ["17.17"]
limites      = "Les actions prévues ou abandonnées, et celles d'une seule structure, ne comptent pas. Une action qui dure plusieurs années compte une fois chaque année. Une grande et une petite action comptent autant."
---*/
with themes as (
    select
        annee,
        unnest(['insertion', 'local', 'environnement', 'non_renseigne']) as theme
    from annees_d_actions
)

select
    t.annee,
    t.theme as modalite,
    count(distinct p.action_id) as valeur
from themes as t
left join participations_croisees as p on p.annee = t.annee and p.theme = t.theme
group by grouping sets ((t.annee, t.theme), (t.annee))
