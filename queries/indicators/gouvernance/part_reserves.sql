/*---
code         = "GOV-06"
titre        = "Part du résultat mise en réserves"
question     = "Quelle part du résultat la coopérative garde-t-elle en réserves impartageables ?"
sujet        = "la part du résultat mise en réserves"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "conformite"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "reserves"
denominateur = "resultat_positif"
definition   = "Somme affectée aux réserves impartageables ÷ résultat net de l'exercice, tels que décidés par les assemblées de l'année, si ce résultat est positif."
source       = "Loi du 10 septembre 1947, article 19 nonies (réserve légale et réserve statutaire des SCIC)"
sensibilite  = 0
apports      = "pole"
limites      = "L'année est celle de l'assemblée, non celle de l'exercice. Un exercice en perte n'a rien à affecter et n'a pas de chiffre, non plus qu'une assemblée dont l'un des deux montants manque."
repere       = "57,5 % au moins dans une SCIC"
---*/
select
    a.annee,
    sum(i.reserves_eur) as reserves,
    sum(i.resultat_net_eur) as resultat_positif
from instances as i
inner join annees as a on a.annee = year(i.date)
where i.type = 'AG' and i.resultat_net_eur > 0 and i.reserves_eur is not null
group by a.annee
