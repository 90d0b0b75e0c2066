/* Files that arrived, within the years of the edition: where a count may be a true zero. A list
   that covers all years (jobs, contracts) says nothing of those when its structure was not a
   member of the pole. */
select
    l.annee,
    l.structure_id,
    l.contrat
from livraisons as l
inner join annees as a on a.annee = l.annee
left join structures as s on s.structure_id = l.structure_id
where
    l.etat = 'reçu'
    and coalesce(s.date_entree <= make_date(l.annee, 12, 31), true)
    and coalesce(s.date_sortie >= make_date(l.annee, 1, 1), true)
