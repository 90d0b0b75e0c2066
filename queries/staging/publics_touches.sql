/* Persons of the activities of one kind (support, training, digital mediation) or on the environment,
   by structure and for the pole. No row where such activities were held and none says how many
   came; a zero where none was held. */
with publics as (
    select
        annee,
        structure_id,
        unnest(['accompagnement', 'formation', 'mediation_numerique', 'environnement']) as public
    from (select distinct annee, structure_id from activites_annuelles)
)

select
    p.annee,
    p.structure_id,
    p.public,
    coalesce(sum(a.nb_personnes), 0) as personnes
from publics as p
left join activites_annuelles as a
    on a.annee = p.annee and a.structure_id = p.structure_id and p.public in (a.type, a.theme)
group by grouping sets ((p.annee, p.structure_id, p.public), (p.annee, p.public))
having count(a.activite_id) = 0 or count(a.nb_personnes) > 0
