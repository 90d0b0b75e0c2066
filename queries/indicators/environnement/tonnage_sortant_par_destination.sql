/*---
code         = "ENV-02"
titre        = "Tonnage sortant par destination"
question     = "Que deviennent les matières collectées ?"
sujet        = "le tonnage sortant"
accord       = "ms"
unite        = "t"
decimales    = 1
sens         = "neutre"
niveau       = "resultat"
agregation   = "somme"
definition   = "Somme des poids sortants de l'année, en kilogrammes ÷ 1 000, selon leur destination : réemploi ou réutilisation, recyclage, compostage ou méthanisation, élimination (incinération ou stockage). Ce qui reste en stock n'est pas une sortie."
source       = "Hiérarchie des modes de traitement des déchets (code de l'environnement, article L. 541-1)"
sensibilite  = 0
modalites    = { reemploi = "Réemploi et réutilisation", recyclage = "Recyclage", compostage_methanisation = "Compostage et méthanisation", elimination = "Élimination", non_renseignee = "Destination non renseignée" }
relations    = ["tonnage_sortant_par_destination = tonnage_sortant_par_destination.reemploi + tonnage_sortant_par_destination.recyclage + tonnage_sortant_par_destination.compostage_methanisation + tonnage_sortant_par_destination.elimination + tonnage_sortant_par_destination.non_renseignee"]
odd          = ["12.5"]
iris         = "OI2535, OI9847, OI6192"
limites      = "La destination est celle de l'exutoire : les refus de tri du recycleur ne sont pas connus. L'incinération avec récupération d'énergie est comptée en élimination."
---*/
with voies as (
    select
        annee,
        structure_id,
        unnest([
            'reemploi', 'recyclage', 'compostage_methanisation', 'elimination', 'non_renseignee'
        ]) as voie
    from (select distinct annee, structure_id from mouvements_dechets)
)

select
    v.annee,
    v.structure_id,
    v.voie as modalite,
    coalesce(sum(m.tonnes), 0) as valeur
from voies as v
left join mouvements_dechets as m
    on m.annee = v.annee and m.structure_id = v.structure_id and m.voie = v.voie
group by grouping sets (
    (v.annee, v.structure_id, v.voie),
    (v.annee, v.structure_id),
    (v.annee, v.voie),
    (v.annee)
)
