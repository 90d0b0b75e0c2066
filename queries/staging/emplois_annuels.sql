/* One row for each year in which a structure's list of jobs came and each contract of its
   permanent team that ran at least a day in it, with the full-time equivalent over the year:
   each month counts for the part of its days under contract. The end date is the last day of
   work. Days before the structure joined the pole or after it left do not count. A list without
   any contract that year keeps one row without identifier, so that its zero is counted. */
with contrats_au_pole as (
    select
        e.* exclude (date_debut, date_fin),
        greatest(e.date_debut, s.date_entree) as date_debut,
        least(e.date_fin, s.date_sortie) as date_fin
    from emplois as e
    left join structures as s on s.structure_id = e.structure_id
    where
        coalesce(e.date_fin >= s.date_entree, true)
        and coalesce(e.date_debut <= s.date_sortie, true)
),

mois as (
    select
        annee,
        make_date(annee, unnest(range(1, 13))::integer, 1) as premier
    from annees
),

jours as (
    select
        m.annee,
        e.emploi_id,
        day(last_day(m.premier)) as jours_du_mois,
        least(coalesce(e.date_fin, last_day(m.premier)), last_day(m.premier))
        - greatest(e.date_debut, m.premier) + 1 as jours_de_contrat
    from mois as m
    inner join contrats_au_pole as e
        on e.date_debut <= last_day(m.premier)
        and coalesce(e.date_fin, m.premier) >= m.premier
),

durees as (
    select
        annee,
        emploi_id,
        cast(sum(jours_de_contrat / jours_du_mois) / 12 as decimal(9, 6)) as part_de_l_annee
    from jours
    group by annee, emploi_id
),

contrats as (
    select
        d.annee,
        d.part_de_l_annee,
        coalesce(e.date_fin, make_date(d.annee, 12, 31)) >= make_date(d.annee, 12, 31)
            as present_en_fin_d_annee,
        e.*
    from durees as d
    inner join contrats_au_pole as e on e.emploi_id = d.emploi_id
)

select
    d.annee,
    d.structure_id,
    c.emploi_id,
    c.type_contrat,
    c.type_contrat not in ('stage', 'service_civique') as permanent,
    c.present_en_fin_d_annee,
    nullif(c.qpv, 'inconnu') as qpv,
    c.salaire_brut_annuel_etp,
    c.etp * c.part_de_l_annee as etp_annuel,
    case
        when regexp_full_match(trim(c.partage_entre), '[0-9]+')
            then cast(c.partage_entre as integer) >= 2
        else len(list_distinct(list_append(
            string_split(replace(c.partage_entre, ' ', ''), '+'), c.structure_id
        ))) >= 2
    end as partage
from depots_recus as d
left join contrats as c on c.annee = d.annee and c.structure_id = d.structure_id
where d.contrat = 'emplois'
