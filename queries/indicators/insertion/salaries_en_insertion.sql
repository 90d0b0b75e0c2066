/*---
code         = "INS-01"
titre        = "Salariés en insertion dans l'année"
question     = "Combien de personnes ont travaillé en insertion dans l'année ?"
sujet        = "le nombre de salariés en insertion"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "neutre"
niveau       = "realisation"
agregation   = "distinct"
definition   = "Nombre de personnes différentes ayant travaillé au moins une heure dans l'année sous contrat d'insertion. Une personne employée par deux structures compte une fois pour chacune et une seule fois pour le pôle."
source       = "Contrats et heures d'insertion déclarés à l'ASP"
sensibilite  = 1
odd          = ["8.5"]
iris         = "≈ OI9028"
limites      = "Le total du pôle n'est exact que si les structures calculent la clé de salarié de la même façon."
---*/
select
    annee,
    structure_id,
    count(salarie_key) as valeur
from personnes_annee
group by annee, structure_id
