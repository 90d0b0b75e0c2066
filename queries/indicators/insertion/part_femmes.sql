/*---
code         = "INS-08"
titre        = "Part des femmes parmi les salariés en insertion"
question     = "Quelle est la place des femmes parmi les salariés en insertion ?"
sujet        = "la part des femmes parmi les salariés en insertion"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "femmes"
denominateur = "personnes_sexe_connu"
definition   = "Femmes divisées par les salariés en insertion ayant travaillé au moins une heure dans l'année dont le sexe est renseigné."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 1
odd          = ["5.5"]
iris         = "≈ OI6978"
limites      = "Les métiers proposés pèsent sur cette part : elle se lit par structure autant que pour le pôle."
repere       = "38 % en France fin 2022 (Dares)"
---*/
select
    e.annee,
    e.structure_id,
    count(*) filter (where p.sexe = 'F') as femmes,
    count(*) filter (where p.sexe is not null) as personnes_sexe_connu,
    count(p.salarie_key) filter (where p.sexe is null) as inconnus
from echelons as e
left join personnes_annee as p
    on p.annee = e.annee and p.structure_id is not distinct from e.structure_id
where e.contrat = 'heures_insertion'
group by e.annee, e.structure_id
