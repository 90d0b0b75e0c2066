/*---
code         = "GOV-01"
titre        = "Sociétaires par catégorie"
question     = "Combien de sociétaires la coopérative compte-t-elle au 31 décembre ?"
sujet        = "le nombre de sociétaires"
accord       = "ms"
unite        = "nb"
decimales    = 0
sens         = "hausse"
niveau       = "moyen"
agregation   = "pole"
definition   = "Sociétaires entrés au plus tard le 31 décembre et non sortis à cette date. Une sortie au 31 décembre est déduite, de sorte que sociétaires de l'année = sociétaires de l'année précédente + entrées − sorties."
source       = "Décret n° 2015-1381 (rapport de gestion des SCIC : évolution du sociétariat)"
sensibilite  = 0
modalites    = { beneficiaire = "Bénéficiaires", salarie = "Salariés", soutien = "Soutiens", collectivite = "Collectivités", producteur = "Producteurs" }
relations    = ["societaires_nombre = societaires_nombre.beneficiaire + societaires_nombre.salarie + societaires_nombre.soutien + societaires_nombre.collectivite + societaires_nombre.producteur"]
odd          = ["16.7"]
repere       = "au moins trois catégories d'associés dans une SCIC (loi du 10 septembre 1947, article 19 septies)"
limites      = "Personnes physiques et morales comptent chacune pour un, quel que soit leur nombre de parts."
---*/
with categories as (
    select
        a.annee,
        unnest(['beneficiaire', 'salarie', 'soutien', 'collectivite', 'producteur']) as categorie
    from annees as a
    where exists (select 1 from societaires)
)

select
    c.annee,
    c.categorie as modalite,
    count(s.societaire_id) as valeur
from categories as c
left join societaires as s
    on s.categorie = c.categorie
    and s.date_entree <= make_date(c.annee, 12, 31)
    and (s.date_sortie is null or s.date_sortie > make_date(c.annee, 12, 31))
group by grouping sets ((c.annee, c.categorie), (c.annee))
