/*---
code         = "INS-16"
titre        = "Taux de sorties dynamiques"
question     = "Parmi les personnes sorties du parcours, quelle part va vers l'emploi ou la formation ?"
sujet        = "le taux de sorties dynamiques"
accord       = "ms"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "sorties_dynamiques"
denominateur = "sorties_examinees"
definition   = "Sorties en emploi durable, en emploi de transition et sorties positives, divisées par les sorties examinées, c'est-à-dire les sorties constatées moins les sorties retirées."
source       = "Circulaire DGEFP 2008-21"
sensibilite  = 1
odd          = ["8.5"]
iris         = "≈ PI3527"
limites      = "Les taux d'ACI, d'EI, d'AI et d'ETTI ne se comparent pas entre eux. Faute d'heures transmises, seule la durée du séjour est vérifiée."
repere       = "42,7 % en Bourgogne-Franche-Comté en 2022 (DREETS)"
relations    = [
  "sorties_examinees = sorties_examinees_par_categorie",
  "sorties_dynamiques = sorties_examinees_par_categorie.durable + sorties_examinees_par_categorie.transition + sorties_examinees_par_categorie.positive",
  "sorties_dynamiques = sorties_examinees_par_categorie.dynamique",
  "sorties_examinees = sorties_dynamiques + sorties_examinees_par_categorie.autre",
]
---*/
select
    annee,
    structure_id,
    dynamiques as sorties_dynamiques,
    sorties_examinees
from bilan_sorties
