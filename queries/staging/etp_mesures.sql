/* Hours and full-time equivalents of insertion by year, structure and measure. Each measure has
   its own yearly hours for one post: never one divisor for all. */
select
    annee,
    structure_id,
    type_siae,
    sum(heures) as heures,
    cast(sum(heures / heures_par_etp) as decimal(18, 6)) as etp
from heures_contrats
group by annee, structure_id, type_siae
