/*---
code         = "INS-37"
titre        = "Taux de sorties positives au sens strict"
question     = "Parmi les personnes sorties du parcours, quelle part poursuit en formation ou dans une autre structure d'insertion ?"
sujet        = "le taux de sorties positives au sens strict"
accord       = "ms"
unite        = "%"
decimales    = 1
sens         = "neutre"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "sorties_positives"
denominateur = "sorties_examinees"
definition   = "Sorties en formation qualifiante ou préqualifiante, ou vers une autre structure d'insertion, et retraites, divisées par les sorties examinées."
source       = "Circulaire DGEFP 2008-21"
sensibilite  = 1
odd          = ["4.4"]
iris         = "≈ PI3527"
limites      = "Les taux d'ACI, d'EI, d'AI et d'ETTI ne se comparent pas entre eux. Au sens strict : emploi durable et emploi de transition n'y sont pas. Donné pour le pôle seulement : le détail par structure obligerait à taire davantage ailleurs."
relations    = ["sorties_positives = sorties_examinees_par_categorie.positive"]
---*/
select
    annee,
    positives as sorties_positives,
    sorties_examinees
from bilan_sorties
where structure_id is null
