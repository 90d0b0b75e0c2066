/*---
code         = "INS-06"
titre        = "ETP d'insertion conventionnés"
question     = "Combien de postes d'insertion l'État a-t-il conventionnés ?"
sujet        = "le nombre d'ETP conventionnés"
accord       = "ms"
unite        = "ETP"
decimales    = 1
sens         = "neutre"
niveau       = "moyen"
agregation   = "somme"
definition   = "Somme des ETP des annexes financières valides, provisoires ou closes, chacune comptée pour la part des douze mois de l'année qu'elle couvre ; un mois entamé compte en entier."
source       = "Annexes financières des conventions d'insertion par l'activité économique"
sensibilite  = 0
limites      = "Deux annexes de la même mesure qui se recouvrent s'additionnent."
repere       = "94 645 ETP conventionnés en France en 2021 (Fédération des acteurs de la solidarité)"
---*/
select
    e.annee,
    e.structure_id,
    coalesce(sum(x.etp), 0) as valeur
from echelons as e
left join etp_annexes as x
    on x.annee = e.annee
    and (x.structure_id = e.structure_id or e.structure_id is null)
where e.contrat = 'annexes_financieres'
group by e.annee, e.structure_id
