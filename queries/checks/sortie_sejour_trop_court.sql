/*---
code    = "sejour_trop_court"
motif   = "Séjour trop court pour compter comme une sortie examinée : sa durée ou ses heures n'atteignent pas le seuil de la mesure."
remede  = "Rien à faire si c'est exact. Sinon, corrigez les dates du contrat, la date de sortie ou les heures."
gravite = "à vérifier"
---*/
/* The stay and its hours are those of queries/staging/sorties_eligibles.sql, which leaves these
   exits out; tests/test_gold.py compares the two. */
with contrats as (
    select
        s._fichier,
        s._ligne,
        s._ligne_fin,
        s.date_sortie,
        c.contrat_id,
        c.date_debut,
        coalesce(
            max(c.date_debut) filter (where c.type_mouvement = 'initial') over sortie,
            min(c.date_debut) over sortie
        ) as date_entree,
        first_value(c.type_siae) over (
            partition by s.sortie_id
            order by (c.contrat_id = s.contrat_id) desc nulls last, c.date_debut desc, c.contrat_id desc
        ) as mesure
    from sorties as s
    inner join contrats_insertion as c
        on c.structure_id = s.structure_id
        and c.salarie_key = s.salarie_key
        and c.date_debut <= s.date_sortie
    window sortie as (partition by s.sortie_id)
),

heures as (
    select
        contrat_id,
        sum(coalesce(heures_travaillees, heures_payees)) as heures
    from heures_insertion
    group by contrat_id
),

sejours as (
    select
        c._fichier,
        c._ligne,
        c._ligne_fin,
        c.date_sortie,
        c.date_entree,
        c.mesure,
        sum(h.heures) as heures
    from contrats as c
    left join heures as h on h.contrat_id = c.contrat_id
    where c.date_debut >= c.date_entree
    group by all
)

select s._fichier as fichier, s._ligne as ligne, s._ligne_fin as ligne_fin, 'date_sortie' as colonne
from sejours as s
inner join ref_sortie_eligibilite as r
    on r.type_siae = s.mesure
    and s.date_sortie >= r.valid_from
    and s.date_sortie <= coalesce(r.valid_to, date '9999-12-31')
where
    date_diff('day', s.date_entree, s.date_sortie) / 30.4375 <= r.duree_min_mois
    or s.heures < r.heures_min
