/*---
code         = "ENV-12"
titre        = "Consommation d'eau"
question     = "Combien d'eau les sites consomment-ils ?"
sujet        = "la consommation d'eau"
accord       = "fs"
unite        = "m³"
decimales    = 0
sens         = "baisse"
niveau       = "resultat"
agregation   = "somme"
definition   = "Somme des consommations d'eau facturées de l'année, en mètres cubes. Une facture à cheval sur deux années est répartie au jour près."
source       = "Factures ; Commune Mesure"
sensibilite  = 0
odd          = ["6.4"]
iris         = "OI1697"
limites      = "Eau du réseau seulement : ni pluie récupérée, ni puits. Arrosage compris quand il passe par le compteur."
---*/
select
    annee,
    structure_id,
    coalesce(sum(quantite) filter (where fluide = 'eau' and unite = 'm3'), 0) as valeur
from consommations_annuelles
group by grouping sets ((annee, structure_id), (annee))
