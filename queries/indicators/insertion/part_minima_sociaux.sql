/*---
code         = "INS-26"
titre        = "Part des bénéficiaires de minima sociaux"
question     = "Le pôle s'adresse-t-il aux bénéficiaires de minima sociaux ?"
sujet        = "la part des bénéficiaires de minima sociaux"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "beneficiaires_minima"
denominateur = "personnes_minima_connus"
definition   = "Personnes bénéficiaires, à l'entrée, du RSA, de l'allocation de solidarité spécifique (ASS) ou de l'allocation aux adultes handicapés (AAH) ÷ salariés en insertion ayant travaillé au moins une heure dans l'année et dont la situation est renseignée."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 2
odd          = ["1.2"]
iris         = "≈ PI7098"
limites      = "Sans bénéficiaire déclaré, la situation n'est connue que si les trois réponses sont données : une seule case vide suffit à la rendre inconnue. Une personne qui cumule le RSA et une autre allocation compte au RSA. Donné pour le pôle seulement : le détail par structure obligerait à taire davantage ailleurs."
repere       = "RSA 30,1 %, ASS 4,9 % et AAH 1,8 % des entrées en Bourgogne-Franche-Comté en 2022 (DREETS)"
relations    = [
  "beneficiaires_minima = beneficiaires_minima.rsa + beneficiaires_minima.ass_aah",
  "beneficiaires_minima.rsa = beneficiaires_rsa",
]

[modalites]
rsa     = "RSA"
ass_aah = "ASS ou AAH, sans RSA"
---*/
with modalites as (
    select unnest([null, 'rsa', 'ass_aah']) as modalite
)

select
    p.annee,
    m.modalite,
    count(*) filter (
        where p.minimum_social = coalesce(m.modalite, p.minimum_social)
            and p.minimum_social <> 'aucun'
    ) as beneficiaires_minima,
    count(p.minimum_social) as personnes_minima_connus,
    count(p.salarie_key) filter (where p.minimum_social is null) as inconnus
from personnes_annee as p
cross join modalites as m
where p.structure_id is null
group by p.annee, m.modalite
