/* The places for which a file arrived: each structure, and the whole pole (structure_id null).
   An indicator that starts here gives a true zero where a file came and held no case, and no
   row at all where nothing came. */
select
    contrat,
    annee,
    structure_id
from depots_recus
group by grouping sets ((contrat, annee, structure_id), (contrat, annee))
