/*---
code         = "INS-44"
titre        = "Taux de sorties dynamiques par type de mesure"
question     = "Que deviennent les personnes, selon le type de structure d'insertion qu'elles quittent ?"
sujet        = "le taux de sorties dynamiques"
accord       = "ms"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "sorties_dynamiques"
denominateur = "sorties_examinees"
definition   = "Sorties dynamiques divisées par les sorties examinées, selon la mesure du contrat que la sortie termine : ateliers et chantiers d'insertion d'une part, autres mesures (EI, AI, ETTI, EITI) de l'autre."
source       = "Circulaire DGEFP 2008-21"
sensibilite  = 1
apports      = "structures"
odd          = ["8.5"]
iris         = "≈ PI3527"
limites      = "Chaque mesure a ses publics et ses durées : ces taux se lisent côte à côte sans se comparer. Les mesures autres que les chantiers sont réunies, et le tout donné pour le pôle seulement : plus de détail obligerait à taire davantage ailleurs."

[modalites]
ACI    = "Ateliers et chantiers (ACI)"
autres = "Autres mesures (EI, AI, ETTI, EITI)"
---*/
with mesures as (
    select unnest([null, 'ACI', 'autres']) as mesure
)

select
    e.annee,
    e.structure_id,
    m.mesure as modalite,
    count(s.categorie) filter (where s.est_dynamique) as sorties_dynamiques,
    count(s.categorie) filter (where s.est_examinee) as sorties_examinees
from echelons as e
cross join mesures as m
left join sorties_constatees as s
    on s.annee = e.annee
    and s.structure_id is not distinct from e.structure_id
    and (m.mesure is null or (s.mesure = 'ACI') = (m.mesure = 'ACI'))
where e.contrat = 'sorties'
group by e.annee, e.structure_id, m.mesure
having e.structure_id is null or m.mesure is null or count(s.categorie) > 0
