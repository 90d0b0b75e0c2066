/* One row for each place (structure, or pole when structure_id is null), year of survey and person
   asked six months after leaving; the situation is empty when nobody could be reached. */
with enquetes as (
    select
        coalesce(year(date_contact), _annee) as annee,
        structure_id,
        salarie_key,
        date_contact,
        case when joint then nullif(situation, 'inconnu') end as situation
    from suivi_sorties
    where echeance = '6m'
),

places as (
    from enquetes
    union all by name
    select * replace (null as structure_id) from enquetes
)

select *
from places
qualify
    row_number() over (
        partition by annee, structure_id, salarie_key
        order by situation is null, date_contact desc nulls last, situation
    ) = 1
