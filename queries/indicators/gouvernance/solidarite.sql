/*---
code         = "GOV-05"
titre        = "Solidarité dans les excédents et les déficits"
question     = "Quels montants les structures se sont-elles transférés par solidarité ?"
sujet        = "le montant des transferts de solidarité"
accord       = "ms"
unite        = "€"
decimales    = 0
sens         = "neutre"
niveau       = "resultat"
agregation   = "pole"
definition   = "Somme, en valeur absolue, des transferts entre structures décidés dans l'année par les instances : un transfert reçu n'annule pas un transfert versé."
source       = "Définition propre au pôle (principe de solidarité dans les résultats)"
sensibilite  = 0
apports      = "pole"
odd          = ["16.7"]
limites      = "Transferts décidés, non versés. Une année où aucune instance n'a renseigné la colonne n'a pas de chiffre : écrire 0 quand il n'y a pas eu de transfert."
---*/
select
    a.annee,
    sum(abs(i.transfert_solidarite_eur)) as valeur
from instances as i
inner join annees as a on a.annee = year(i.date)
where i.transfert_solidarite_eur is not null
group by a.annee
