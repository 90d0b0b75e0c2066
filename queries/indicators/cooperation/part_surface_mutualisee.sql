/*---
code         = "COO-18"
titre        = "Part de la surface mutualisée"
question     = "Quelle part des locaux du pôle est partagée ?"
sujet        = "la part de la surface mutualisée"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "moyen"
agregation   = "ratio"
numerateur   = "surface_mutualisee"
denominateur = "surface_totale"
definition   = "Surface mutualisée ÷ surface totale, soit la surface mutualisée plus celle que les structures résidentes au 31 décembre occupent seules."
source       = "Commune Mesure (espaces partagés)"
sensibilite  = 0
odd          = ["11.3"]
iris         = "≈ PI9170"
limites      = "La surface totale est celle des structures et des espaces partagés déclarés, non celle du bâtiment : circulations et locaux vides n'y sont pas. Une résidente sans surface écrite n'y est pas non plus, et se compte à part : la part est alors un maximum."
---*/
with occupees as (
    select
        annee,
        sum(surface_occupee_m2) as surface_m2,
        count(*) - count(surface_occupee_m2) as sans_surface
    from membres_annuels
    where residente_en_fin_d_annee
    group by annee
)

select
    s.annee,
    s.valeur as surface_mutualisee,
    s.valeur + o.surface_m2 as surface_totale,
    s.inconnus + o.sans_surface as inconnus
from surface_mutualisee as s
inner join occupees as o on o.annee = s.annee
where o.surface_m2 is not null
