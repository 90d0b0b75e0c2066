/*---
code         = "INS-43"
titre        = "Taux de réponse à l'enquête à six mois"
question     = "Quelle part des anciens salariés a pu dire sa situation six mois après sa sortie ?"
sujet        = "le taux de réponse à l'enquête à six mois"
accord       = "ms"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "moyen"
agregation   = "ratio"
numerateur   = "anciens_salaries_repondants"
denominateur = "anciens_salaries_enquetes"
definition   = "Personnes jointes dont la situation est connue six mois après leur sortie ÷ toutes celles que l'enquête devait joindre. L'année est celle de l'enquête."
source       = "Suivi des sorties par les structures"
sensibilite  = 1
odd          = ["8.5"]
limites      = "À lire avec la part en emploi à six mois : un taux faible la rend fragile. Une personne que la structure n'a pas inscrite au suivi n'est pas comptée. Donné pour le pôle seulement : le détail par structure obligerait à taire davantage ailleurs."
---*/
select
    e.annee,
    count(p.situation) as anciens_salaries_repondants,
    count(p.salarie_key) as anciens_salaries_enquetes
from echelons as e
left join enquetes_6_mois as p
    on p.annee = e.annee and p.structure_id is null
where e.contrat = 'suivi_sorties' and e.structure_id is null
group by e.annee
