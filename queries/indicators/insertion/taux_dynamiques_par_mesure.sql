/*---
code         = "INS-44"
titre        = "Taux de sorties dynamiques par type de structure"
question     = "Le taux de sorties dynamiques est-il le même en chantier, en entreprise et en intérim d'insertion ?"
sujet        = "le taux de sorties dynamiques"
accord       = "ms"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "sorties_dynamiques"
denominateur = "sorties_examinees"
definition   = "Sorties dynamiques divisées par les sorties examinées, selon la mesure (ACI, EI, AI, ETTI, EITI) du dernier contrat de la personne."
source       = "Circulaire DGEFP 2008-21"
sensibilite  = 1
odd          = ["8.5"]
iris         = "PI3527"
limites      = "Publics et durées diffèrent d'une mesure à l'autre : ces taux ne se comparent pas entre eux, mais chacun à celui de l'année précédente."

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
    m.mesure as modalite,
    count(*) filter (where s.est_dynamique) as sorties_dynamiques,
    count(*) filter (where s.est_examinee) as sorties_examinees
from echelons as e
cross join mesures as m
left join sorties_constatees as s
    on s.annee = e.annee
    and s.structure_id is null
    and (s.mesure = m.mesure or m.mesure is null)
where e.contrat = 'sorties' and e.structure_id is null
group by e.annee, m.mesure
