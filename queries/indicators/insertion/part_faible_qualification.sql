/*---
code         = "INS-14"
titre        = "Part des niveaux inférieurs au CAP"
question     = "Le pôle emploie-t-il des personnes peu qualifiées ?"
sujet        = "la part des niveaux inférieurs au CAP"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "niveaux_infra_cap"
denominateur = "personnes_niveau_connu"
definition   = "Personnes dont le niveau de formation est inférieur au CAP ou au BEP, divisées par les salariés en insertion ayant travaillé au moins une heure dans l'année dont le niveau de formation est renseigné."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 1
odd          = ["4.4"]
limites      = "Les qualifications non certifiantes sont au dénominateur, et non au numérateur."
repere       = "44,8 % des entrées en Bourgogne-Franche-Comté en 2022 (DREETS)"
---*/
select
    e.annee,
    e.structure_id,
    count(*) filter (where n.infra_cap) as niveaux_infra_cap,
    count(p.niveau_formation) as personnes_niveau_connu,
    count(p.salarie_key) filter (where p.niveau_formation is null) as inconnus
from echelons as e
left join personnes_annee as p
    on p.annee = e.annee and p.structure_id is not distinct from e.structure_id
left join ref_niveau_formation as n on n.code = p.niveau_formation
where e.contrat = 'heures_insertion'
group by e.annee, e.structure_id
