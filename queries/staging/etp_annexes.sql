/* Full-time equivalents agreed with the State, by year and structure: each annex in force counts
   for the share of the twelve months that it covers. */
select
    annee,
    structure_id,
    cast(sum(etp_conventionnes * mois_couverts) / 12 as decimal(18, 6)) as etp
from annexes_annuelles
group by annee, structure_id
