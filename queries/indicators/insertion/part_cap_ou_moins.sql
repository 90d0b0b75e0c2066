/*---
code         = "INS-29"
titre        = "Part des niveaux CAP ou inférieurs"
question     = "Quelle part des salariés en insertion n'a pas dépassé le CAP ?"
sujet        = "la part des niveaux CAP ou inférieurs"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "niveaux_cap_ou_moins"
denominateur = "personnes_niveau_connu"
definition   = "Personnes dont le niveau de formation est celui du CAP ou du BEP, ou inférieur ÷ salariés en insertion ayant travaillé au moins une heure dans l'année et dont le niveau de formation est renseigné."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 1
odd          = ["4.4"]
limites      = "Les qualifications non certifiantes sont au dénominateur, et non au numérateur. « Niveau CAP » réunit le diplôme obtenu et la classe suivie sans diplôme. Donné pour le pôle seulement : le détail par structure obligerait à taire davantage ailleurs."
relations    = [
  "niveaux_cap_ou_moins = niveaux_cap_ou_moins.infra_cap + niveaux_cap_ou_moins.cap",
  "niveaux_cap_ou_moins.infra_cap = niveaux_infra_cap",
]

[modalites]
infra_cap = "Inférieur au CAP"
cap       = "CAP ou BEP"
---*/
with modalites as (
    select unnest([null, 'infra_cap', 'cap']) as modalite
)

select
    p.annee,
    m.modalite,
    count(*) filter (
        where p.cap_ou_moins and (m.modalite is null or p.infra_cap = (m.modalite = 'infra_cap'))
    ) as niveaux_cap_ou_moins,
    count(p.niveau_formation) as personnes_niveau_connu,
    count(p.salarie_key) filter (where p.niveau_formation is null) as inconnus
from personnes_annee as p
cross join modalites as m
where p.structure_id is null
group by p.annee, m.modalite
