/*---
code         = "DEV-07"
titre        = "Fréquentation"
question     = "Combien de fois a-t-on poussé la porte du pôle et de ses activités ?"
sujet        = "la fréquentation"
accord       = "fs"
unite        = "passages"
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Somme des passages de toutes les activités de l'année, ventes et événements privés compris, en tout et selon le mode de comptage."
source       = "Commune Mesure"
sensibilite  = 0
odd          = ["11.7"]
limites      = "Des passages, non des personnes : qui vient trois fois compte trois fois. Une activité sans passages renseignés n'est pas comptée, même si ses personnes le sont."

[modalites]
registre    = "Registre ou émargement"
billetterie = "Billetterie"
compteur    = "Compteur"
estimation  = "Estimation"
---*/
select
    annee,
    structure_id,
    comptage as modalite,
    nombre as valeur
from publics_comptes
where mesure = 'passages' and (comptage is null or structure_id is null)
