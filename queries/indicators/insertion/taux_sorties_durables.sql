/*---
code         = "INS-17"
titre        = "Taux de sorties en emploi durable"
question     = "Parmi les personnes sorties du parcours, quelle part a trouvé un emploi durable ?"
sujet        = "le taux de sorties en emploi durable"
accord       = "ms"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "sorties_durables"
denominateur = "sorties_examinees"
definition   = "Sorties en CDI, en CDD ou en mission de six mois et plus, dans la fonction publique ou par la création d'une entreprise, divisées par les sorties examinées."
source       = "Circulaire DGEFP 2008-21"
sensibilite  = 1
odd          = ["8.5"]
iris         = "≈ PI3527"
limites      = "Un contrat de six mois tout juste est durable. Les taux d'ACI, d'EI, d'AI et d'ETTI ne se comparent pas entre eux."
repere       = "20,6 % en Bourgogne-Franche-Comté en 2022 (DREETS)"
relations    = [
  "sorties_durables = sorties_examinees_par_categorie.durable",
  "sorties_dynamiques = sorties_durables + sorties_examinees_par_categorie.transition + sorties_examinees_par_categorie.positive",
]
---*/
select
    annee,
    structure_id,
    durables as sorties_durables,
    sorties_examinees
from bilan_sorties
