/* Exits of each place that sent its file, by category. */
select
    e.annee,
    e.structure_id,
    count(s.categorie) as constatees,
    count(s.categorie) filter (where s.est_examinee) as sorties_examinees,
    count(s.categorie) filter (where not s.est_examinee) as retirees,
    count(s.categorie) filter (where s.est_dynamique) as dynamiques,
    count(s.categorie) filter (where s.categorie = 'durable') as durables,
    count(s.categorie) filter (where s.categorie = 'transition') as transitions,
    count(s.categorie) filter (where s.categorie = 'positive') as positives,
    count(s.categorie) filter (where s.categorie = 'autre') as autres
from echelons as e
left join sorties_constatees as s
    on s.annee = e.annee and s.structure_id is not distinct from e.structure_id
where e.contrat = 'sorties'
group by e.annee, e.structure_id
