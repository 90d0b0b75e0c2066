/*---
code         = "INS-22"
titre        = "Part des salariés en insertion formés"
question     = "Quelle part des salariés en insertion a suivi une formation ?"
sujet        = "la part des salariés en insertion formés"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "salaries_formes"
denominateur = "salaries_formation_connue"
definition   = "Personnes ayant suivi au moins une heure d'une formation commencée dans l'année ÷ salariés en insertion de l'année dont la formation est connue : ceux dont toutes les structures ont transmis leur registre, et ceux qu'un registre reçu dit formés."
source       = "Registres de formation des structures"
sensibilite  = 1
apports      = "structures"
odd          = ["4.3"]
iris         = "OI4229"
limites      = "Les salariés d'une structure qui n'a pas transmis son registre sont comptés à part, et non comme sans formation. Donné pour le pôle seulement : le détail par structure obligerait à taire davantage ailleurs."
---*/
with suivies as (
    select distinct
        year(date_debut) as annee,
        salarie_key
    from formations
    where heures_realisees > 0
)

select
    c.annee,
    c.structure_id,
    count(s.salarie_key) as salaries_formes,
    count(*) filter (where c.complet or s.salarie_key is not null) as salaries_formation_connue,
    count(*) filter (where not c.complet and s.salarie_key is null) as inconnus
from suivis_complets as c
left join suivies as s on s.annee = c.annee and s.salarie_key = c.salarie_key
where c.contrat = 'formations'
group by c.annee, c.structure_id
