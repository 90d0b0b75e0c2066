/* One row for each place that sent its hours (structure, or pole when structure_id is null), year and
   person who worked at least an hour there. A place where nobody worked keeps one row without
   person, so that its zero is counted. Who they are is read from the latest of their contracts with
   hours in the year, so that nobody is counted twice whatever their number of contracts. That
   somebody has no minimum income is known only when all three answers were given. */
with presences as (
    select
        h.annee,
        h.structure_id,
        h.salarie_key,
        last(h.contrat_id order by c.date_debut, c.contrat_id) as contrat_id
    from heures_contrats as h
    inner join contrats_insertion as c on c.contrat_id = h.contrat_id
    group by grouping sets ((h.annee, h.structure_id, h.salarie_key), (h.annee, h.salarie_key))
    having sum(h.heures_travaillees) >= 1
),

personnes as (
    select
        p.annee,
        p.structure_id,
        p.salarie_key,
        p.contrat_id,
        c.sexe,
        p.annee - c.annee_naissance as age,
        c.rsa,
        c.rsa <> 'NON' as beneficiaire_rsa,
        case
            when c.rsa <> 'NON' then 'rsa'
            when c.ass or c.aah then 'ass_aah'
            when c.rsa is not null and c.ass is not null and c.aah is not null then 'aucun'
        end as minimum_social,
        c.rqth,
        c.critere_refugie,
        c.critere_justice,
        c.hebergement,
        case
            when c.duree_de = '24+' then 'deux_ans_et_plus'
            when c.duree_de = '12-23' then 'un_a_deux_ans'
            when c.duree_de is not null then 'moins_d_un_an'
        end as duree_chomage,
        c.duree_de,
        c.code_commune,
        s.code_commune as commune_structure,
        c.code_commune in (select r.code_commune from ref_ept as r) as habite_ept,
        nullif(c.adresse_qpv, 'inconnu') as adresse_qpv,
        c.niveau_formation
    from presences as p
    inner join contrats_insertion as c on c.contrat_id = p.contrat_id
    left join structures as s on s.structure_id = c.structure_id
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
