/*---
code         = "INS-36"
titre        = "Taux de sorties en emploi de transition"
question     = "Parmi les personnes sorties du parcours, quelle part a trouvé un emploi de moins de six mois ou aidé ?"
sujet        = "le taux de sorties en emploi de transition"
accord       = "ms"
unite        = "%"
decimales    = 1
sens         = "neutre"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "sorties_transition"
denominateur = "sorties_examinees"
definition   = "Sorties en CDD ou en mission de moins de six mois, ou en contrat aidé à durée déterminée chez un employeur de droit commun, divisées par les sorties examinées."
source       = "Circulaire DGEFP 2008-21"
sensibilite  = 1
odd          = ["4.4", "8.5"]
iris         = "≈ PI3527"
limites      = "Les taux d'ACI, d'EI, d'AI et d'ETTI ne se comparent pas entre eux. Donné pour le pôle seulement : le détail par structure obligerait à taire davantage ailleurs."
relations    = ["sorties_transition = sorties_examinees_par_categorie.transition"]
---*/
select
    annee,
    transitions as sorties_transition,
    sorties_examinees
from bilan_sorties
where structure_id is null
