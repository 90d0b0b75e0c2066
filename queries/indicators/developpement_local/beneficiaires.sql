/*---
code         = "DEV-04"
titre        = "Bénéficiaires des activités"
question     = "Combien de personnes les activités du pôle ont-elles touchées, hors salariés ?"
sujet        = "le nombre de bénéficiaires"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Somme, sur les activités de l'année, du nombre de personnes différentes de chaque activité ; les ventes et les événements privés ne sont pas comptés. En tout, et selon que les personnes ont été inscrites à un registre, comptées autrement, ou estimées."
source       = "Cerfa 15059 (nombre et public des actions subventionnées)"
sensibilite  = 1
recoupements = ["accompagnes_numerique + personnes_formees + porteurs_accompagnes < beneficiaires"]
odd          = ["10.2"]
iris         = "PI4060"
limites      = "Distinctes dans une activité, les personnes ne le sont pas d'une activité à l'autre : qui vient à trois ateliers compte trois fois. Une activité dont le nombre de personnes n'est pas renseigné n'est pas comptée. Seul un registre nominatif dit des personnes différentes ; une estimation est donnée pour ce qu'elle est. Le mode de comptage est donné pour le pôle seulement."

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
where mesure = 'personnes' and (comptage is null or structure_id is null)
