/* One row for each place that sent its hours (structure, or pole when structure_id is null), year and
   person who worked at least an hour there. A place where nobody worked keeps one row without
   person, so that its zero is counted. Who they are is read from the latest of their contracts with
   hours in the year, so that nobody is counted twice whatever their number of contracts. That
   somebody has no minimum income is known only when all three answers were given. */
with contrats as (
    select
        h.annee,
        h.structure_id,
        h.heures_travaillees,
        s.code_commune as commune_structure,
        c.* exclude (structure_id)
    from heures_contrats as h
    inner join contrats_insertion as c on c.contrat_id = h.contrat_id
    left join structures as s on s.structure_id = h.structure_id
),

places as (
    from contrats
    union all by name
    select * replace (null as structure_id) from contrats
),

personnes as (
    select
        annee,
        structure_id,
        salarie_key,
        sexe,
        annee - annee_naissance as age,
        rsa,
        rsa <> 'NON' as beneficiaire_rsa,
        case
            when rsa <> 'NON' then 'rsa'
            when ass or aah then 'ass_aah'
            when rsa is not null and ass is not null and aah is not null then 'aucun'
        end as minimum_social,
        rqth,
        critere_refugie,
        critere_justice,
        hebergement,
        case
            when duree_de = '24+' then 'deux_ans_et_plus'
            when duree_de = '12-23' then 'un_a_deux_ans'
            when duree_de is not null then 'moins_d_un_an'
        end as duree_chomage,
        duree_de,
        code_commune,
        commune_structure,
        code_commune in (select r.code_commune from ref_ept as r) as habite_ept,
        nullif(adresse_qpv, 'inconnu') as adresse_qpv,
        niveau_formation
    from places
    qualify
        sum(heures_travaillees) over (partition by annee, structure_id, salarie_key) >= 1
        and row_number() over (
            partition by annee, structure_id, salarie_key
            order by date_debut desc, contrat_id desc
        ) = 1
)

select
    e.annee,
    e.structure_id,
    p.* exclude (annee, structure_id),
    n.infra_cap,
    n.cap_ou_moins
from echelons as e
left join personnes as p
    on p.annee = e.annee and p.structure_id is not distinct from e.structure_id
left join ref_niveau_formation as n on n.code = p.niveau_formation
where e.contrat = 'heures_insertion'
