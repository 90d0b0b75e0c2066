/* One row for each year, cross action carried out and member structure that took part in it.
   A planned or abandoned participation does not count, nor does that of a structure which was
   not a member that year; an action left with a single structure is not a cross action. */
with participations as (
    select
        c.annee,
        c.action_id,
        c.structure_id,
        c.role,
        c.theme,
        c.annee_debut
    from actions_croisees as c
    inner join membres_annuels as m on m.annee = c.annee and m.structure_id = c.structure_id
    where c.statut = 'realisee'
)

select
    annee,
    action_id,
    structure_id,
    coalesce(
        min(theme) filter (where role = 'pilote') over action,
        min(theme) over action,
        'non_renseigne'
    ) as theme,
    min(annee_debut) over action as annee_debut
from participations
window action as (partition by annee, action_id)
qualify count(*) over action >= 2
