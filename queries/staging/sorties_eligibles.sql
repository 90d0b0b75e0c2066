/* Exits that count, withdrawn ones included, one row each. The stay runs from the last initial
   contract; its length and its hours must reach the thresholds of the measure. Hours that were
   never sent do not exclude anybody. The category comes from the motive, never guessed. */
with contrats as (
    select
        s.sortie_id,
        s.structure_id,
        s.salarie_key,
        s.date_sortie,
        s.motif,
        c.contrat_id,
        c.type_siae,
        c.date_debut,
        c.type_mouvement,
        c.contrat_id = s.contrat_id as est_celui_de_la_sortie
    from sorties as s
    inner join contrats_insertion as c
        on c.structure_id = s.structure_id
        and c.salarie_key = s.salarie_key
        and c.date_debut <= s.date_sortie
),

parcours as (
    select
        *,
        coalesce(
            max(date_debut) filter (where type_mouvement = 'initial') over sortie,
            min(date_debut) over sortie
        ) as date_entree,
        first_value(type_siae) over (
            partition by sortie_id
            order by est_celui_de_la_sortie desc nulls last, date_debut desc, contrat_id desc
        ) as mesure
    from contrats
    window sortie as (partition by sortie_id)
),

sejours as (
    select
        p.sortie_id,
        p.structure_id,
        p.salarie_key,
        p.date_sortie,
        p.motif,
        p.date_entree,
        p.mesure,
        sum(h.heures_travaillees) as heures
    from parcours as p
    left join heures_contrats as h on h.contrat_id = p.contrat_id
    where p.date_debut >= p.date_entree
    group by all
)

select
    year(s.date_sortie) as annee,
    s.sortie_id,
    s.structure_id,
    s.salarie_key,
    s.date_entree,
    s.date_sortie,
    s.mesure,
    m.categorie
from sejours as s
inner join ref_motif_sortie as m on m.motif = s.motif
inner join ref_sortie_eligibilite as r
    on r.type_siae = s.mesure
    and s.date_sortie >= r.valid_from
    and s.date_sortie <= coalesce(r.valid_to, date '9999-12-31')
where
    date_diff('day', s.date_entree, s.date_sortie) / 30.4375 > coalesce(r.duree_min_mois, -1)
    and coalesce(s.heures >= r.heures_min, true)
