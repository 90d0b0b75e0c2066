/*---
code         = "INS-39"
titre        = "Certifications obtenues"
question     = "Combien de titres, certificats ou permis les salariés en insertion ont-ils obtenus ?"
sujet        = "le nombre de certifications obtenues"
accord       = "ms"
unite        = "nb"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "somme"
definition   = "Nombre de formations commencées dans l'année au terme desquelles la certification visée (titre, CQP, CléA, permis, habilitation…) a été obtenue."
source       = "Registres de formation des structures"
sensibilite  = 1
odd          = ["4.4"]
limites      = "Une personne peut en obtenir plusieurs. Une certification visée dont le résultat n'est pas écrit est comptée à part, ni comme obtenue, ni comme manquée. L'année est celle du début de la formation."
---*/
select
    e.annee,
    e.structure_id,
    count(f.formation_id) filter (where f.certification_obtenue) as valeur,
    count(f.certification_visee) filter (where f.certification_obtenue is null) as inconnus
from echelons as e
left join formations as f
    on year(f.date_debut) = e.annee
    and (f.structure_id = e.structure_id or e.structure_id is null)
where e.contrat = 'formations'
group by e.annee, e.structure_id
