/*---
code         = "INS-04"
titre        = "Heures d'insertion réalisées"
question     = "Combien d'heures de travail en insertion ont été réalisées ?"
sujet        = "le nombre d'heures d'insertion"
accord       = "ms"
unite        = "h"
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Somme des heures payées des contrats d'ACI et des heures travaillées des contrats d'EI, d'AI, d'ETTI et d'EITI."
source       = "Heures d'insertion déclarées à l'ASP"
sensibilite  = 0
odd          = ["8.5"]
limites      = "Depuis le 1er janvier 2025, l'ASP lit ces heures dans la DSN et non plus dans une saisie : un écart entre 2024 et 2025 peut venir de là. Une ligne d'ACI sans heures payées, ou d'une autre mesure sans heures travaillées, n'apporte aucune heure."
---*/
select
    e.annee,
    e.structure_id,
    coalesce(sum(m.heures), 0) as valeur
from echelons as e
left join etp_mesures as m
    on m.annee = e.annee
    and (m.structure_id = e.structure_id or e.structure_id is null)
where e.contrat = 'heures_insertion'
group by e.annee, e.structure_id
