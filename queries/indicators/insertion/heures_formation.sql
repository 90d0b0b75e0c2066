/*---
code         = "INS-21"
titre        = "Heures de formation des salariés en insertion"
question     = "Combien d'heures de formation les salariés en insertion ont-ils suivies ?"
sujet        = "le nombre d'heures de formation"
accord       = "ms"
unite        = "h"
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Somme des heures réalisées des formations commencées dans l'année."
source       = "Registres de formation des structures"
sensibilite  = 1
odd          = ["4.3"]
iris         = "OI7877"
limites      = "Une formation à cheval sur deux années compte en entier dans celle où elle commence."
---*/
select
    e.annee,
    e.structure_id,
    coalesce(sum(f.heures_realisees), 0) as valeur,
    count(distinct f.salarie_key) filter (where f.heures_realisees > 0) as personnes
from echelons as e
left join formations as f
    on year(f.date_debut) = e.annee
    and (f.structure_id = e.structure_id or e.structure_id is null)
where e.contrat = 'formations'
group by e.annee, e.structure_id
