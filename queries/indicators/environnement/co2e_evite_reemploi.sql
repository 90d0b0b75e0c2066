/*---
code         = "ENV-06"
titre        = "CO2e évité par le réemploi d'objets"
question     = "Quelles émissions de fabrication le réemploi peut-il avoir évitées ?"
sujet        = "le CO2e évité par le réemploi"
accord       = "ms"
unite        = "tCO2e"
decimales    = 1
sens         = "hausse"
niveau       = "impact"
agregation   = "somme"
definition   = "Somme des objets vendus, donnés ou prêtés × empreinte de l'objet neuf (kgCO2e) ÷ 1 000, en supposant que chaque objet en remplace un neuf."
source       = "Impact CO2 (ADEME), empreinte par objet"
sensibilite  = 0
modalites    = { tshirt_coton = "T-shirt en coton", jean = "Jean", pull_laine = "Pull en laine", ordinateur_portable = "Ordinateur portable", smartphone = "Smartphone", lave_linge = "Lave-linge", refrigerateur = "Réfrigérateur", table_bois = "Table en bois", chaise_bois = "Chaise en bois", canape_textile = "Canapé en textile", armoire = "Armoire" }
relations    = ["co2e_evite_reemploi = co2e_evite_reemploi.tshirt_coton + co2e_evite_reemploi.jean + co2e_evite_reemploi.pull_laine + co2e_evite_reemploi.ordinateur_portable + co2e_evite_reemploi.smartphone + co2e_evite_reemploi.lave_linge + co2e_evite_reemploi.refrigerateur + co2e_evite_reemploi.table_bois + co2e_evite_reemploi.chaise_bois + co2e_evite_reemploi.canape_textile + co2e_evite_reemploi.armoire"]
odd          = ["13"]
iris         = "PI2764"
limites      = "Borne haute : un objet d'occasion ne remplace pas toujours un objet neuf. Les objets « autres » n'ont pas d'empreinte et n'entrent pas. Ne se soustrait ni ne s'ajoute aux émissions du pôle, ni au CO2e évité par le traitement des déchets."
---*/
select
    annee,
    structure_id,
    objet as modalite,
    sum(tco2e) as valeur
from objets_sortis
where objet <> 'autre'
group by grouping sets ((annee, structure_id, objet), (annee, structure_id), (annee, objet), (annee))
