/*---
code         = "COO-04"
titre        = "Part des structures utilisant au moins deux ressources"
question     = "La mutualisation concerne-t-elle tout le pôle ou quelques structures ?"
sujet        = "la part des structures multi-utilisatrices"
accord       = "fs"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "structures_multi_utilisatrices"
denominateur = "structures_membres"
definition   = "Structures membres ayant utilisé au moins deux ressources mutualisées différentes dans l'année ÷ structures membres du pôle dans l'année (même un jour)."
source       = "Définition propre au pôle"
sensibilite  = 0
odd          = ["17.17"]
limites      = "Une structure entrée ou sortie en cours d'année compte pour une au dénominateur."
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
    count(*) as structures_membres
from membres_annuels as m
left join usages as u on u.annee = m.annee and u.structure_id = m.structure_id
where m.annee in (select d.annee from annees_de_mutualisation as d)
group by m.annee
