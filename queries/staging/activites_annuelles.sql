/* Activities for the public, each with the year of its date or, failing that, of its month.
   A structure whose file came without any activity keeps one row without identifier, so that
   its zero is counted. */
with activites as (
    select
        year(coalesce(date, mois)) as annee,
        *
    from activites_publics
)

select
    a.annee,
    coalesce(p.structure_id, d.structure_id) as structure_id,
    p.activite_id,
    p.type,
    p.theme,
    p.ouverture,
    p.comptage,
    p.nb_passages,
    p.nb_personnes,
    p.nb_femmes,
    p.nb_qpv,
    p.nb_inconnu_qpv
from activites as p
full join (select * from depots_recus where contrat = 'activites_publics') as d
    on d.annee = p.annee and d.structure_id = p.structure_id
inner join annees as a on a.annee = coalesce(p.annee, d.annee)
