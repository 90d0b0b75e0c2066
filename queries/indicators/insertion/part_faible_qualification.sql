/*---
code         = "INS-14"
titre        = "Part des niveaux inférieurs au CAP"
question     = "Le pôle emploie-t-il des personnes peu qualifiées ?"
sujet        = "la part des niveaux inférieurs au CAP"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "niveaux_infra_cap"
denominateur = "personnes_niveau_connu"
definition   = "Personnes dont le niveau de formation est inférieur au CAP ou au BEP ÷ salariés en insertion ayant travaillé au moins une heure dans l'année et dont le niveau de formation est renseigné."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 1
odd          = ["4.4"]
limites      = "Les qualifications non certifiantes sont au dénominateur, et non au numérateur."
repere       = "44,8 % des entrées en Bourgogne-Franche-Comté en 2022 (DREETS)"
---*/
select
    annee,
    structure_id,
    count(*) filter (where infra_cap) as niveaux_infra_cap,
    count(niveau_formation) as personnes_niveau_connu,
    count(salarie_key) filter (where niveau_formation is null) as inconnus
from personnes_annee
group by annee, structure_id
