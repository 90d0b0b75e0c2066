/*---
code         = "GOV-04"
titre        = "Part des femmes dans les instances"
question     = "Les femmes sont-elles présentes là où se prennent les décisions ?"
sujet        = "la part des femmes dans les instances"
accord       = "fs"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "mandats_femmes"
denominateur = "mandats"
definition   = "Mandats exercés par des femmes ÷ mandats, à la dernière réunion de l'année de chaque instance élue (conseil d'administration, conseil coopératif, gérance, comité)."
source       = "Principe de parité"
sensibilite  = 1
odd          = ["5.5"]
iris         = "OI8118, OI1075"
repere       = "50 %, la parité"
limites      = "Mandats, non personnes : une femme qui siège dans deux instances compte deux fois. L'assemblée générale n'est pas une instance élue. Une réunion dont les mandats ou les mandats de femmes ne sont pas renseignés est laissée de côté, non lue comme zéro."
---*/
with dernieres as (
    select
        year(date) as annee,
        type,
        mandats,
        mandats_femmes
    from instances
    where type <> 'AG' and mandats is not null and mandats_femmes is not null
    qualify row_number() over (
        partition by year(date), type
        order by date desc, instance_id
    ) = 1
)

select
    a.annee,
    sum(d.mandats_femmes) as mandats_femmes,
    sum(d.mandats) as mandats
from dernieres as d
inner join annees as a on a.annee = d.annee
group by a.annee
