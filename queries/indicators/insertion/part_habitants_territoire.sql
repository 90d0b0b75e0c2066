/*---
code         = "INS-33"
titre        = "Part des salariés habitant le territoire"
question     = "Le pôle emploie-t-il les habitants de son territoire ?"
sujet        = "la part des salariés habitant le territoire"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "habitants_territoire"
denominateur = "personnes_commune_connue"
definition   = "Personnes dont la commune de résidence à l'entrée appartient à l'établissement public territorial du pôle, divisées par les salariés en insertion ayant travaillé au moins une heure dans l'année dont la commune est renseignée."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 1
odd          = ["11.a"]
iris         = "≈ OI8266"
limites      = "Pierrefitte-sur-Seine a rejoint Saint-Denis en 2025 : son ancien code reste un code du territoire, si bien que la série n'est pas rompue."
---*/
select
    annee,
    structure_id,
    count(*) filter (where habite_ept) as habitants_territoire,
    count(habite_ept) as personnes_commune_connue,
    count(salarie_key) filter (where habite_ept is null) as inconnus
from personnes_annee
group by annee, structure_id
