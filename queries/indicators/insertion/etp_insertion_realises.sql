/*---
code         = "INS-05"
titre        = "ETP d'insertion réalisés"
question     = "À combien de postes à temps plein le travail en insertion correspond-il ?"
sujet        = "le volume d'emploi en insertion"
accord       = "ms"
unite        = "ETP"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Heures d'insertion divisées, mesure par mesure, par les heures annuelles d'un temps plein : 1 820 heures payées en ACI, 1 505 heures travaillées en EI et en EITI, 1 607 en AI, 1 600 en ETTI."
source       = "Réforme de 2014 du financement de l'insertion par l'activité économique"
sensibilite  = 0
plafond      = "salaries_en_insertion"
odd          = ["8.5"]
limites      = "Depuis le 1er janvier 2025, l'ASP lit ces heures dans la DSN et non plus dans une saisie : un écart entre 2024 et 2025 peut venir de là. Les heures d'un temps plein sont celles de la réforme de 2014 : aucun texte postérieur ne les modifie à notre connaissance."
repere       = "86 885 ETP en France en 2021 (Fédération des acteurs de la solidarité) ; 12 162 ETP en Île-de-France en 2023, dont 17 % en Seine-Saint-Denis (Grafie)"
---*/
select
    e.annee,
    e.structure_id,
    coalesce(sum(m.etp), 0) as valeur
from echelons as e
left join etp_mesures as m
    on m.annee = e.annee
    and (m.structure_id = e.structure_id or e.structure_id is null)
where e.contrat = 'heures_insertion'
group by e.annee, e.structure_id
