/*---
code         = "GOV-03"
titre        = "Participation à l'assemblée générale"
question     = "Quelle part des sociétaires a pris part au vote, sur place ou par pouvoir ?"
sujet        = "la participation à l'assemblée générale"
accord       = "fs"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "voix_exprimees"
denominateur = "voix_inscrites"
definition   = "Sociétaires présents ou représentés ÷ sociétaires ayant droit de vote ; s'il y a plusieurs assemblées dans l'année, rapport des sommes."
source       = "Décret n° 2015-1381 (rapport de gestion des SCIC : implication des associés)"
sensibilite  = 0
odd          = ["16.7"]
limites      = "Une assemblée dont le nombre de votants ou de présents manque n'est pas comptée. Une colonne « représentés » laissée vide est lue comme l'absence de pouvoirs."
---*/
select
    a.annee,
    sum(i.presents + coalesce(i.representes, 0)) as voix_exprimees,
    sum(i.votants) as voix_inscrites
from instances as i
inner join annees as a on a.annee = year(i.date)
where i.type = 'AG' and i.votants is not null and i.presents is not null
group by a.annee
