/*---
code         = "GOV-08"
titre        = "Participation aux réunions des instances"
question     = "Dans chaque instance, quelle part des membres prend part aux réunions ?"
sujet        = "la participation aux réunions des instances"
accord       = "fs"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "voix_exprimees"
denominateur = "voix_inscrites"
definition   = "Membres présents ou représentés ÷ membres ayant droit de vote, pour chaque instance : rapport des sommes de ses réunions de l'année."
source       = "Décret n° 2015-1381 (rapport de gestion des SCIC : implication des associés)"
sensibilite  = 0
odd          = ["16.7"]
limites      = "Une réunion dont le nombre de votants ou de présents manque n'est pas comptée. Une colonne « représentés » laissée vide est lue comme l'absence de pouvoirs. Les instances n'ont pas les mêmes membres : leurs taux ne s'additionnent pas."

[modalites]
AG                 = "Assemblée générale"
CA                 = "Conseil d'administration"
conseil_cooperatif = "Conseil coopératif"
gerance            = "Gérance"
comite             = "Comité"
---*/
select
    a.annee,
    i.type as modalite,
    sum(i.presents + coalesce(i.representes, 0)) as voix_exprimees,
    sum(i.votants) as voix_inscrites
from instances as i
inner join annees as a on a.annee = year(i.date)
where i.votants is not null and i.presents is not null
group by a.annee, i.type
