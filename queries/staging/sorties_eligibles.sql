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

entrees as (
    select
        sortie_id,
        coalesce(
            max(date_debut) filter (where type_mouvement = 'initial'), min(date_debut)
        ) as date_entree,
        last(
            type_siae order by est_celui_de_la_sortie nulls first, date_debut, contrat_id
        ) as mesure
    from contrats
    group by sortie_id
),

heures as (
    select
        c.sortie_id,
        sum(h.heures_travaillees) as heures
    from entrees as e
    inner join contrats as c on c.sortie_id = e.sortie_id and c.date_debut >= e.date_entree
    inner join heures_contrats as h on h.contrat_id = c.contrat_id
    group by c.sortie_id
)

select
    year(s.date_sortie) as annee,
    s.sortie_id,
    s.structure_id,
    s.salarie_key,
    e.date_entree,
    s.date_sortie,
    e.mesure,
    m.categorie
from entrees as e
inner join sorties as s on s.sortie_id = e.sortie_id
left join heures as h on h.sortie_id = e.sortie_id
inner join ref_motif_sortie as m on m.motif = s.motif
inner join ref_sortie_eligibilite as r
    on r.type_siae = e.mesure
    and s.date_sortie >= r.valid_from
    and s.date_sortie <= coalesce(r.valid_to, date '9999-12-31')
where
    date_diff('day', e.date_entree, s.date_sortie) / 30.4375 > coalesce(r.duree_min_mois, -1)
    and coalesce(h.heures >= r.heures_min, true)
