/*---
code         = "INS-02"
titre        = "Salariés en insertion présents au 31 décembre"
question     = "Combien de personnes étaient en insertion à la fin de l'année ?"
sujet        = "le nombre de salariés en insertion présents au 31 décembre"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "neutre"
niveau       = "realisation"
agregation   = "distinct"
definition   = "Nombre de personnes différentes dont un contrat d'insertion est en cours le 31 décembre, ce jour compris. À défaut de date de fin réelle, la date de fin prévue est retenue."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 1
recoupements = [
    "presents_31_12 < salaries_en_insertion",
    "presents_31_12 (N-1) + entrees = salaries_en_insertion",
    "presents_31_12 + sorties_examinees_par_categorie (non révisé) < salaries_en_insertion",
]
odd          = ["8.5"]
limites      = "Nombre observé un jour donné : il ne s'additionne pas d'une année à l'autre."
repere       = "144 600 en France fin 2022, dont 44 % en ACI (Dares)"
---*/
with presents as (
    select distinct
        a.annee,
        c.structure_id,
        c.salarie_key
    from annees as a
    inner join contrats_insertion as c
        on c.date_debut <= make_date(a.annee, 12, 31)
        and coalesce(c.date_fin_reelle, c.date_fin_prevue, date '9999-12-31')
        >= make_date(a.annee, 12, 31)
)

select
    e.annee,
    e.structure_id,
    count(distinct p.salarie_key) as valeur
from echelons as e
left join presents as p
    on p.annee = e.annee
    and (p.structure_id = e.structure_id or e.structure_id is null)
where e.contrat = 'contrats_insertion'
group by e.annee, e.structure_id
