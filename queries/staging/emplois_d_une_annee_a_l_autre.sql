/* Permanent jobs at the end of a year beside those of the year before, for the whole pole, in
   the structures whose lists of both years came. `plus_petit_effectif` is the smallest staff that
   the two totals would tell, that of a structure out of the comparison included, since the
   total of the year would give it back; `plus_petit_mouvement` adds those who came or left. */
with effectifs as (
    select
        annee,
        structure_id,
        count(emploi_id) filter (where permanent and present_en_fin_d_annee) as emplois
    from emplois_annuels
    group by annee, structure_id
),

restes as (
    select
        c.annee,
        c.structure_id,
        count(*) as emplois
    from emplois_annuels as c
    inner join emplois_annuels as avant
        on avant.annee = c.annee - 1
        and avant.structure_id = c.structure_id
        and avant.emploi_id = c.emploi_id
    where
        c.permanent
        and c.present_en_fin_d_annee
        and avant.permanent
        and avant.present_en_fin_d_annee
    group by c.annee, c.structure_id
),

comparaisons as (
    select
        coalesce(c.annee, avant.annee + 1) as annee,
        c.emplois,
        avant.emplois as emplois_avant,
        coalesce(r.emplois, 0) as maintenus,
        c.emplois is not null and avant.emplois is not null as comparee
    from effectifs as c
    full join effectifs as avant
        on avant.annee = c.annee - 1 and avant.structure_id = c.structure_id
    left join restes as r on r.annee = c.annee and r.structure_id = c.structure_id
),

sommes as (
    select
        annee,
        sum(emplois) filter (where comparee) as emplois,
        sum(emplois_avant) filter (where comparee) as emplois_avant,
        sum(maintenus) filter (where comparee) as maintenus,
        min(nullif(coalesce(emplois, emplois_avant), 0)) filter (where not comparee)
            as plus_petit_ecarte
    from comparaisons
    group by annee
    having bool_or(comparee)
)

select
    annee,
    emplois,
    emplois_avant,
    maintenus,
    coalesce(least(plus_petit_ecarte, nullif(emplois, 0), nullif(emplois_avant, 0)), 0)
        as plus_petit_effectif,
    coalesce(
        least(
            plus_petit_ecarte,
            nullif(maintenus, 0),
            nullif(emplois - maintenus, 0),
            nullif(emplois_avant - maintenus, 0)
        ),
        0
    ) as plus_petit_mouvement
from sommes
