/*---
code         = "COO-16"
titre        = "Structures membres par type"
question     = "Le pôle réunit-il les types de structures que la loi demande ?"
sujet        = "le nombre de structures membres"
accord       = "ms"
unite        = "nb"
decimales    = 0
sens         = "conformite"
niveau       = "moyen"
agregation   = "pole"
definition   = "Structures membres du pôle au 31 décembre, selon leur catégorie : économie sociale et solidaire, autre entreprise, collectivité, recherche ou formation, autre."
source       = "Loi du 31 juillet 2014, article 9 ; décret n° 2015-431"
sensibilite  = 0
odd          = ["17.17"]
limites      = "Résidentes ou non. La catégorie est celle du dernier fichier des structures. Un partenaire qui n'est pas membre n'est pas compté."
repere       = "au moins une structure de l'ESS, une autre entreprise et une autre personne morale (loi de 2014, article 9)"
relations    = ["structures_par_type = structures_par_type.ESS + structures_par_type.entreprise + structures_par_type.collectivite + structures_par_type.recherche_formation + structures_par_type.autre"]

[modalites]
ESS                 = "Économie sociale et solidaire"
entreprise          = "Autre entreprise"
collectivite        = "Collectivité"
recherche_formation = "Recherche ou formation"
autre               = "Autre"
---*/
with types as (
    select
        a.annee,
        unnest(['ESS', 'entreprise', 'collectivite', 'recherche_formation', 'autre']) as type
    from annees as a
    where exists (select 1 from structures)
)

select
    t.annee,
    t.type as modalite,
    count(m.structure_id) as valeur
from types as t
left join membres_annuels as m
    on m.annee = t.annee and m.categorie_art9 = t.type and m.presente_en_fin_d_annee
group by grouping sets ((t.annee, t.type), (t.annee))
