/*---
code         = "INS-13"
titre        = "Part des habitants des quartiers prioritaires"
question     = "Le pôle emploie-t-il les habitants des quartiers prioritaires ?"
sujet        = "la part des habitants des quartiers prioritaires"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "habitants_qpv"
denominateur = "personnes_qpv_connu"
definition   = "Personnes habitant un quartier prioritaire de la politique de la ville à l'entrée ÷ salariés en insertion ayant travaillé au moins une heure dans l'année et dont l'adresse a pu être située."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 2
odd          = ["10.2"]
iris         = "≈ OI8266"
limites      = "La liste des quartiers prioritaires a changé le 1er janvier 2024 : les années antérieures ne se comparent pas exactement."
repere       = "16,3 % des entrées en Bourgogne-Franche-Comté en 2022 (DREETS) ; 42 % environ des habitants de Seine-Saint-Denis vivent dans l'un des 75 quartiers prioritaires de 2024"

[ruptures]
2024 = "la liste des quartiers prioritaires a changé ; les années d'avant et d'après ne se comparent pas"
---*/
select
    annee,
    structure_id,
    count(*) filter (where adresse_qpv = 'oui') as habitants_qpv,
    count(adresse_qpv) as personnes_qpv_connu,
    count(salarie_key) filter (where adresse_qpv is null) as inconnus
from personnes_annee
group by annee, structure_id
