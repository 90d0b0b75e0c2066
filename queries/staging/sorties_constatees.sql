/* One row for each place (structure, or pole when structure_id is null), year and person who
   left it: the latest exit of the year. A move to another member is a positive exit for the
   structure, and no exit for the pole, whose stay then began in the structure left first.
   Withdrawn exits are not examined, all the others are, "autre" included. */
with places as (
    select
        s.annee,
        s.structure_id,
        s.salarie_key,
        s.sortie_id,
        s.date_entree,
        s.date_sortie,
        s.mesure,
        case
            when s.categorie <> 'retrait' and p.sortie_id is not null then 'positive'
            else s.categorie
        end as categorie
    from sorties_eligibles as s
    left join parcours_internes as p on p.sortie_id = s.sortie_id
    union all
    select
        s.annee,
        null as structure_id,
        s.salarie_key,
        s.sortie_id,
        least(s.date_entree, min(p.date_entree_depart)) as date_entree,
        s.date_sortie,
        s.mesure,
        s.categorie
    from sorties_eligibles as s
    left join parcours_internes as p
        on p.salarie_key = s.salarie_key and p.date_sortie < s.date_sortie
    where s.sortie_id not in (select i.sortie_id from parcours_internes as i)
    group by
        s.annee, s.salarie_key, s.sortie_id, s.date_entree, s.date_sortie, s.mesure, s.categorie
)

select
    *,
    categorie <> 'retrait' as est_examinee,
    categorie in ('durable', 'transition', 'positive') as est_dynamique
from places
qualify
    row_number() over (
        partition by annee, structure_id, salarie_key
        order by date_sortie desc, sortie_id desc
    ) = 1
