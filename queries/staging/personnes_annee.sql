/* One row for each place (structure, or pole when structure_id is null), year and person who
   worked at least an hour there. Who they are is read from the latest of their contracts with
   hours in the year, so that nobody is counted twice whatever their number of contracts. */
with contrats as (
    select
        h.annee,
        h.structure_id,
        h.heures_travaillees,
        c.* exclude (structure_id)
    from heures_contrats as h
    inner join contrats_insertion as c on c.contrat_id = h.contrat_id
),

places as (
    from contrats
    union all by name
    select * replace (null as structure_id) from contrats
)

select
    annee,
    structure_id,
    salarie_key,
    sexe,
    annee - annee_naissance as age,
    rsa,
    rqth,
    nullif(adresse_qpv, 'inconnu') as adresse_qpv,
    duree_de,
    niveau_formation
from places
qualify
    sum(heures_travaillees) over (partition by annee, structure_id, salarie_key) >= 1
    and row_number() over (
        partition by annee, structure_id, salarie_key
        order by date_debut desc, contrat_id desc
    ) = 1
