/*---
code         = "ENV-05"
titre        = "Objets réemployés"
question     = "Combien d'objets ont trouvé une seconde vie ?"
sujet        = "le nombre d'objets réemployés"
accord       = "ms"
unite        = "nb"
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Objets vendus, donnés ou prêtés dans l'année, par type d'objet."
source       = "Impact CO2 (ADEME) pour les types d'objets"
sensibilite  = 0
modalites    = { tshirt_coton = "T-shirt en coton", jean = "Jean", pull_laine = "Pull en laine", ordinateur_portable = "Ordinateur portable", smartphone = "Smartphone", lave_linge = "Lave-linge", refrigerateur = "Réfrigérateur", table_bois = "Table en bois", chaise_bois = "Chaise en bois", canape_textile = "Canapé en textile", armoire = "Armoire", autre = "Autre objet" }
relations    = ["objets_reemployes = objets_reemployes.tshirt_coton + objets_reemployes.jean + objets_reemployes.pull_laine + objets_reemployes.ordinateur_portable + objets_reemployes.smartphone + objets_reemployes.lave_linge + objets_reemployes.refrigerateur + objets_reemployes.table_bois + objets_reemployes.chaise_bois + objets_reemployes.canape_textile + objets_reemployes.armoire + objets_reemployes.autre"]
odd          = ["12.5"]
limites      = "Un objet réparé n'est compté que lorsqu'il repart. Un objet prêté plusieurs fois compte à chaque prêt. Les mêmes objets pèsent dans le tonnage réemployé : les deux indicateurs ne s'additionnent pas."
---*/
select
    annee,
    structure_id,
    objet as modalite,
    sum(nb_objets) as valeur
from objets_sortis
group by grouping sets ((annee, structure_id, objet), (annee, structure_id), (annee, objet), (annee))
