/*---
code         = "DEV-16"
titre        = "Emplois permanents créés, solde net"
question     = "Le pôle compte-t-il plus d'emplois permanents que l'an dernier ?"
sujet        = "le solde net d'emplois permanents"
accord       = "ms"
unite        = "emplois"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "pole"
definition   = "Emplois permanents au 31 décembre, moins ceux du 31 décembre précédent, dans les seules structures dont la liste est reçue pour les deux années (périmètre constant). Un solde négatif est une perte."
source       = "Plaine Commune, appel à projets de l'économie sociale et solidaire"
sensibilite  = 1
odd          = ["8.3"]
iris         = "PI3687"
limites      = "Un solde, non un effet du pôle : il ne dit pas ce qui se serait passé sans lui. Une structure qui rejoint ou quitte le pôle n'y entre pas. Le nombre n'est pas publié lorsqu'il ferait connaître un petit effectif."
---*/
select
    annee,
    emplois - emplois_avant as valeur,
    plus_petit_effectif as personnes
from emplois_d_une_annee_a_l_autre
