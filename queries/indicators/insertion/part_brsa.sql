/*---
code         = "INS-11"
titre        = "Part des bénéficiaires du RSA"
question     = "Le pôle s'adresse-t-il aux bénéficiaires du RSA ?"
sujet        = "la part des bénéficiaires du RSA"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "beneficiaires_rsa"
denominateur = "personnes_rsa_connu"
definition   = "Personnes bénéficiaires du RSA à l'entrée, majoré ou non ÷ salariés en insertion ayant travaillé au moins une heure dans l'année et dont la situation au regard du RSA est renseignée."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 2
odd          = ["1.2"]
iris         = "≈ PI7098"
limites      = "Situation à l'entrée, et non celle de l'année du rapport."
repere       = "30,1 % des entrées en Bourgogne-Franche-Comté en 2022 (DREETS)"
---*/
select
    annee,
    structure_id,
    count(*) filter (where beneficiaire_rsa) as beneficiaires_rsa,
    count(beneficiaire_rsa) as personnes_rsa_connu,
    count(salarie_key) filter (where beneficiaire_rsa is null) as inconnus
from personnes_annee
group by annee, structure_id
