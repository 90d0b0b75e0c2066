/*---
code         = "INS-33"
titre        = "Part des habitants du territoire"
question     = "Le pôle emploie-t-il les habitants de son territoire ?"
sujet        = "la part des habitants du territoire"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "habitants_territoire"
denominateur = "personnes_commune_connue"
definition   = "Personnes dont la commune de résidence à l'entrée appartient à l'établissement public territorial du pôle (commune d'emploi : celle de la structure qui les emploie) ÷ salariés en insertion ayant travaillé au moins une heure dans l'année et dont la commune est renseignée."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 1
odd          = ["11.a"]
iris         = "≈ OI8266"
limites      = "Pierrefitte-sur-Seine a rejoint Saint-Denis en 2025 : son ancien code reste un code du territoire, et devient celui de Saint-Denis à partir de cette année ; la série n'est pas rompue. La commune est donnée pour le pôle seulement : le détail par structure obligerait à taire davantage ailleurs."
relations    = ["habitants_territoire = habitants_territoire.commune + habitants_territoire.voisines"]

[modalites]
commune  = "Commune d'emploi"
voisines = "Autres communes"
---*/
with modalites as (
    select unnest([null, 'commune', 'voisines']) as modalite
),

reunies as (
    select
        code_commune,
        year(valid_to) as derniere_annee,
        reunie_a
    from ref_ept
    where reunie_a is not null
),

habitants as (
    select
        p.annee,
        p.structure_id,
        p.salarie_key,
        p.habite_ept,
        coalesce(r.reunie_a, p.code_commune) = coalesce(s.reunie_a, p.commune_structure)
            as habite_commune
    from personnes_annee as p
    left join reunies as r
        on r.code_commune = p.code_commune and r.derniere_annee < p.annee
    left join reunies as s
        on s.code_commune = p.commune_structure and s.derniere_annee < p.annee
)

select
    h.annee,
    h.structure_id,
    m.modalite,
    count(*) filter (
        where h.habite_ept
            and (m.modalite is null or coalesce(h.habite_commune, false) = (m.modalite = 'commune'))
    ) as habitants_territoire,
    count(h.habite_ept) as personnes_commune_connue,
    count(h.salarie_key) filter (where h.habite_ept is null) as inconnus
from habitants as h
cross join modalites as m
where m.modalite is null or h.structure_id is null
group by h.annee, h.structure_id, m.modalite
