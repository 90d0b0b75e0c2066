/*---
code         = "DEV-18"
titre        = "Part des salariés permanents habitant un quartier prioritaire"
question     = "Les équipes permanentes recrutent-elles dans les quartiers prioritaires ?"
sujet        = "la part des salariés permanents habitant un quartier prioritaire"
accord       = "fs"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "emplois_qpv"
denominateur = "emplois_qpv_connu"
definition   = "Emplois permanents au 31 décembre occupés par un habitant d'un quartier prioritaire de la politique de la ville ÷ emplois permanents dont la résidence est renseignée."
source       = "Impact Score (Mouvement Impact France)"
sensibilite  = 2
odd          = ["10.2"]
iris         = "OI8266"
limites      = "La liste des quartiers prioritaires a changé le 1er janvier 2024 : les années antérieures ne se comparent pas exactement. La résidence est celle de la dernière liste transmise. Une résidence inconnue est hors du calcul."

[ruptures]
2024 = "la liste des quartiers prioritaires a changé ; les années d'avant et d'après ne se comparent pas"
---*/
select
    annee,
    structure_id,
    count(emploi_id) filter (where qpv = 'oui') as emplois_qpv,
    count(emploi_id) filter (where qpv is not null) as emplois_qpv_connu,
    count(emploi_id) filter (where qpv is null) as inconnus
from (
    select
        annee,
        structure_id,
        case when permanent and present_en_fin_d_annee then emploi_id end as emploi_id,
        qpv
    from emplois_annuels
)
group by grouping sets ((annee, structure_id), (annee))
