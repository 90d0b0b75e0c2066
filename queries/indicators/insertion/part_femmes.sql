/*---
code         = "INS-08"
titre        = "Part des femmes parmi les salariés en insertion"
question     = "Quelle est la place des femmes parmi les salariés en insertion ?"
sujet        = "la part des femmes parmi les salariés en insertion"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "femmes"
denominateur = "personnes_sexe_connu"
definition   = "Femmes ÷ salariés en insertion ayant travaillé au moins une heure dans l'année et dont le sexe est renseigné."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 1
odd          = ["5.5"]
iris         = "≈ OI6978"
limites      = "Les métiers proposés pèsent sur cette part : elle se lit par structure autant que pour le pôle."
repere       = "38 % en France fin 2022 (Dares)"
---*/
select
    annee,
    structure_id,
    count(*) filter (where sexe = 'F') as femmes,
    count(sexe) as personnes_sexe_connu,
    count(salarie_key) filter (where sexe is null) as inconnus
from personnes_annee
group by annee, structure_id
