/*---
code         = "INS-28"
titre        = "Part des demandeurs d'emploi de très longue durée"
question     = "Le pôle emploie-t-il des personnes privées d'emploi depuis deux ans et plus ?"
sujet        = "la part des demandeurs d'emploi de très longue durée"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "demandeurs_emploi_tres_longue_duree"
denominateur = "personnes_duree_emploi_connue"
definition   = "Personnes inscrites comme demandeuses d'emploi depuis au moins vingt-quatre mois à l'entrée ÷ salariés en insertion ayant travaillé au moins une heure dans l'année et pour lesquels cette information est renseignée."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 1
odd          = ["8.5"]
limites      = "Situation à l'entrée, et non celle de l'année du rapport."
repere       = "42,6 % des entrées en Bourgogne-Franche-Comté en 2022 (DREETS)"
relations    = ["demandeurs_emploi_tres_longue_duree = demandeurs_emploi_longue_duree.deux_ans_et_plus"]
---*/
select
    annee,
    structure_id,
    count(*) filter (where duree_chomage = 'deux_ans_et_plus') as demandeurs_emploi_tres_longue_duree,
    count(duree_chomage) as personnes_duree_emploi_connue,
    count(salarie_key) filter (where duree_chomage is null) as inconnus
from personnes_annee
group by annee, structure_id
