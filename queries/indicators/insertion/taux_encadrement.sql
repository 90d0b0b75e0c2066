/*---
code         = "INS-23"
titre        = "Taux d'encadrement"
question     = "Combien de postes d'encadrement et d'accompagnement entourent les salariés en insertion ?"
sujet        = "le taux d'encadrement"
accord       = "ms"
unite        = "ETP/ETP"
decimales    = 2
sens         = "hausse"
niveau       = "moyen"
agregation   = "ratio"
numerateur   = "etp_encadrement"
denominateur = "etp_insertion_encadres"
definition   = "ETP des encadrants techniques et des conseillers en insertion, rapportés aux ETP d'insertion réalisés, pour les seules structures qui ont transmis à la fois leurs emplois et leurs heures d'insertion."
source       = "Instruction DGEFP de 2014 sur la part modulée (effort d'insertion)"
sensibilite  = 0
odd          = ["8.5"]
iris         = "≈ OI3368"
limites      = "Un poste d'encadrant partagé entre plusieurs structures compte dans celle qui l'emploie."
---*/
with encadrement as (
    select
        a.annee,
        a.structure_id,
        sum(a.etp_annuel) as etp
    from emplois_annuels as a
    inner join emplois as m on m.emploi_id = a.emploi_id
    where m.fonction in ('ETI', 'CIP')
    group by a.annee, a.structure_id
),

compares as (
    select
        r.annee,
        r.structure_id,
        coalesce(n.etp, 0) as etp_encadrement,
        r.valeur as etp_insertion
    from etp_insertion_realises as r
    inner join depots_recus as d
        on d.annee = r.annee and d.structure_id = r.structure_id and d.contrat = 'emplois'
    left join encadrement as n
        on n.annee = r.annee and n.structure_id = r.structure_id
)

select
    annee,
    structure_id,
    cast(sum(etp_encadrement) as decimal(18, 6)) as etp_encadrement,
    sum(etp_insertion) as etp_insertion_encadres
from compares
group by grouping sets ((annee, structure_id), (annee))
