/*---
code         = "INS-24"
titre        = "Périodes de mise en situation réalisées"
question     = "Combien de périodes en entreprise les salariés en insertion ont-ils effectuées ?"
sujet        = "le nombre de périodes de mise en situation"
accord       = "ms"
unite        = "nb"
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Nombre de périodes de mise en situation en milieu professionnel (PMSMP) commencées dans l'année. Une personne peut en effectuer plusieurs."
source       = "Conventions de PMSMP"
sensibilite  = 1
recoupements = ["salaries_en_pmsmp <= pmsmp_realisees"]
odd          = ["8.5"]
limites      = "Une période à cheval sur deux années compte dans celle où elle commence."
---*/
select
    e.annee,
    e.structure_id,
    count(p.pmsmp_id) as valeur
from echelons as e
left join pmsmp as p
    on year(p.date_debut) = e.annee
    and (p.structure_id = e.structure_id or e.structure_id is null)
where e.contrat = 'pmsmp'
group by e.annee, e.structure_id
