/*---
code         = "INS-35"
titre        = "ETP d'insertion par type de mesure"
question     = "Comment le travail en insertion se répartit-il entre chantiers, entreprises et intérim ?"
sujet        = "le volume d'emploi en insertion"
accord       = "ms"
unite        = "ETP"
decimales    = 1
sens         = "neutre"
niveau       = "realisation"
agregation   = "somme"
definition   = "Heures d'insertion divisées, mesure par mesure, par les heures annuelles d'un temps plein de cette mesure."
source       = "Réforme de 2014 du financement de l'insertion par l'activité économique"
sensibilite  = 0
odd          = ["8.5"]
limites      = "Les mesures n'ont ni les mêmes publics, ni les mêmes durées : les taux de sorties d'un pôle dépendent de cette répartition."
relations    = [
  "etp_par_mesure = etp_par_mesure.ACI + etp_par_mesure.EI + etp_par_mesure.AI + etp_par_mesure.ETTI + etp_par_mesure.EITI",
  "etp_par_mesure = etp_insertion_realises",
]

[modalites]
ACI  = "Ateliers et chantiers (ACI)"
EI   = "Entreprises d'insertion (EI)"
AI   = "Associations intermédiaires (AI)"
ETTI = "Intérim d'insertion (ETTI)"
EITI = "Travail indépendant (EITI)"
---*/
with mesures as (
    select unnest([null, 'ACI', 'EI', 'AI', 'ETTI', 'EITI']) as mesure
)

select
    e.annee,
    t.mesure as modalite,
    coalesce(sum(m.etp), 0) as valeur
from echelons as e
cross join mesures as t
left join etp_mesures as m
    on m.annee = e.annee and (m.type_siae = t.mesure or t.mesure is null)
where e.contrat = 'heures_insertion' and e.structure_id is null
group by e.annee, t.mesure
