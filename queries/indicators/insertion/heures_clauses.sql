/*---
code         = "INS-25"
titre        = "Heures de clauses sociales réalisées"
question     = "Combien d'heures d'insertion les marchés publics ont-ils financées ?"
sujet        = "le nombre d'heures de clauses sociales"
accord       = "ms"
unite        = "h"
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Somme des heures réalisées au titre des clauses sociales d'insertion des marchés."
source       = "Attestations des donneurs d'ordre et des facilitateurs"
sensibilite  = 0
odd          = ["8.5"]
limites      = "L'année est celle du début de la période déclarée ou, à défaut, celle du dossier de dépôt."
---*/
select
    e.annee,
    e.structure_id,
    coalesce(sum(c.heures_realisees), 0) as valeur
from echelons as e
left join clauses_sociales as c
    on coalesce(year(c.date_debut), c._annee) = e.annee
    and (c.structure_id = e.structure_id or e.structure_id is null)
where e.contrat = 'clauses_sociales'
group by e.annee, e.structure_id
