/* Passages in all activities and persons of those with beneficiaries, by place (structure, or pole
   when structure_id is null) and way of counting, all together when it is null. No row where
   activities were held and none says how many came; a zero where none was held. */
with comptages as (
    select
        annee,
        structure_id,
        activite_id,
        comptage,
        'passages' as mesure,
        nb_passages as nombre
    from activites_annuelles
    union all
    select
        annee,
        structure_id,
        activite_id,
        comptage,
        'personnes' as mesure,
        nb_personnes as nombre
    from activites_de_beneficiaires
),

modes as (
    select
        c.* exclude (comptage),
        m.comptage,
        coalesce(c.comptage = m.comptage, m.comptage is null) as est_de_ce_mode
    from comptages as c
    cross join (
        select unnest([null, 'registre', 'billetterie', 'compteur', 'estimation']) as comptage
    ) as m
)

select
    annee,
    structure_id,
    mesure,
    comptage,
    coalesce(sum(nombre) filter (where est_de_ce_mode), 0) as nombre
from modes
group by grouping sets ((annee, structure_id, mesure, comptage), (annee, mesure, comptage))
having
    count(activite_id) filter (where est_de_ce_mode) = 0
    or count(nombre) filter (where est_de_ce_mode) > 0
