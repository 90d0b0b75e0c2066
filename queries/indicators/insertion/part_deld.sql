/*---
code         = "INS-27"
titre        = "Part des demandeurs d'emploi de longue durée"
question     = "Le pôle emploie-t-il des personnes longtemps privées d'emploi ?"
sujet        = "la part des demandeurs d'emploi de longue durée"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "demandeurs_emploi_longue_duree"
denominateur = "personnes_duree_emploi_connue"
definition   = "Personnes inscrites comme demandeuses d'emploi depuis au moins douze mois à l'entrée (dont celles qui le sont depuis au moins vingt-quatre mois) ÷ salariés en insertion ayant travaillé au moins une heure dans l'année et pour lesquels cette information est renseignée."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 1
odd          = ["8.5"]
limites      = "Situation à l'entrée, et non celle de l'année du rapport."
repere       = "42,6 % de deux ans et plus parmi les entrées en Bourgogne-Franche-Comté en 2022 (DREETS)"
relations    = ["demandeurs_emploi_longue_duree = demandeurs_emploi_longue_duree.un_a_deux_ans + demandeurs_emploi_longue_duree.deux_ans_et_plus"]

[modalites]
un_a_deux_ans    = "12 à 23 mois"
deux_ans_et_plus = "24 mois et plus"
---*/
with modalites as (
    select unnest([null, 'un_a_deux_ans', 'deux_ans_et_plus']) as modalite
)

select
    p.annee,
    p.structure_id,
    m.modalite,
    count(*) filter (
        where p.duree_chomage = coalesce(m.modalite, p.duree_chomage)
            and p.duree_chomage <> 'moins_d_un_an'
    ) as demandeurs_emploi_longue_duree,
    count(p.duree_chomage) as personnes_duree_emploi_connue,
    count(p.salarie_key) filter (where p.duree_chomage is null) as inconnus
from personnes_annee as p
cross join modalites as m
group by p.annee, p.structure_id, m.modalite
