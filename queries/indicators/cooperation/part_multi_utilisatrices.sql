/*---
code         = "COO-04"
titre        = "Part des résidentes utilisant au moins deux ressources"
question     = "La mutualisation concerne-t-elle toutes les résidentes ou quelques-unes ?"
sujet        = "la part des structures multi-utilisatrices"
accord       = "fs"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "structures_multi_utilisatrices"
denominateur = "structures_residentes"
definition   = "Structures résidentes au 31 décembre ayant utilisé au moins deux ressources mutualisées différentes dans l'année ÷ structures résidentes au 31 décembre."
source       = "Définition propre au pôle"
sensibilite  = 0
odd          = ["17.17"]
limites      = "Une structure membre qui n'occupe pas les locaux n'entre pas dans la part, même si elle emprunte des ressources. La qualité de résidente est celle du dernier fichier des structures."
---*/
with usages as (
    select
        annee,
        structure_id,
        count(distinct ressource_id) as ressources
    from usages_mutualises
    group by annee, structure_id
)

select
    m.annee,
    count(*) filter (where u.ressources >= 2) as structures_multi_utilisatrices,
    count(*) as structures_residentes
from membres_annuels as m
left join usages as u on u.annee = m.annee and u.structure_id = m.structure_id
where
    m.residente_en_fin_d_annee
    and m.annee in (select d.annee from annees_de_mutualisation as d)
group by m.annee
