/*---
code         = "GOV-07"
titre        = "Réunions des instances"
question     = "Les instances se réunissent-elles ?"
sujet        = "le nombre de réunions des instances"
accord       = "ms"
unite        = "nb"
decimales    = 0
sens         = "neutre"
niveau       = "realisation"
agregation   = "somme"
definition   = "Réunions tenues dans l'année, toutes instances confondues et pour chacune."
source       = "Décret n° 2015-1381 (rapport de gestion des SCIC : gouvernance)"
sensibilite  = 0
odd          = ["16.7"]
limites      = "Seules comptent les réunions que la coopérative a inscrites dans son fichier."

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
    count(*) as valeur
from instances as i
inner join annees as a on a.annee = year(i.date)
group by grouping sets ((a.annee), (a.annee, i.type))
