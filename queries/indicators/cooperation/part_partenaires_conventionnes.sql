/*---
code         = "COO-23"
titre        = "Part des partenaires sous convention"
question     = "Les partenariats sont-ils écrits ?"
sujet        = "la part des partenaires sous convention"
accord       = "fs"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "moyen"
agregation   = "ratio"
numerateur   = "partenaires_conventionnes"
denominateur = "partenaires_convention_connue"
definition   = "Partenaires actifs dans l'année dont au moins un partenariat fait l'objet d'une convention ÷ partenaires actifs pour lesquels cette information est renseignée."
source       = "Commune Mesure (partenariats)"
sensibilite  = 0
odd          = ["17.17"]
limites      = "Un partenaire dont aucun partenariat n'est dit conventionné et dont un au moins n'est pas renseigné se compte à part. Un partenaire écrit de deux façons compte pour deux."
---*/
with partenaires as (
    select
        annee,
        partenaire,
        case
            when bool_or(conventionne) then true
            when bool_and(conventionne is not null) then false
        end as conventionne
    from partenaires_annuels
    group by annee, partenaire
)

select
    annee,
    count(*) filter (where conventionne) as partenaires_conventionnes,
    count(conventionne) as partenaires_convention_connue,
    count(*) filter (where conventionne is null) as inconnus
from partenaires
group by annee
