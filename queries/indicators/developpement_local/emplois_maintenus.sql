/*---
code         = "DEV-17"
titre        = "Emplois permanents maintenus"
question     = "Combien d'emplois permanents de l'an dernier existent encore ?"
sujet        = "le nombre d'emplois permanents maintenus"
accord       = "ms"
unite        = "emplois"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "pole"
definition   = "Contrats de l'équipe permanente en cours à la fois au 31 décembre précédent et au 31 décembre, dans les structures dont la liste est reçue pour les deux années."
source       = "Appel à projets PTCE (emplois consolidés)"
sensibilite  = 1
odd          = ["8.3"]
iris         = "PI5691"
limites      = "Un nombre, non un taux : il baisse aussi lorsque l'effectif de départ était plus petit. Un contrat est suivi à son identifiant : un contrat remplacé par un autre (CDD devenu CDI sous un autre identifiant) compte comme un départ et une arrivée. Le nombre n'est pas publié lorsqu'il ferait connaître un petit effectif."
---*/
select
    annee,
    maintenus as valeur,
    plus_petit_mouvement as personnes
from emplois_d_une_annee_a_l_autre
