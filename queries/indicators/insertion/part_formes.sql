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
denominateur = "salaries_en_insertion"
definition   = "Personnes ayant suivi au moins une heure d'une formation commencée dans l'année, divisées par les salariés en insertion de l'année."
source       = "Registres de formation des structures"
sensibilite  = 1
odd          = ["4.3"]
iris         = "OI4229"
limites      = "Une structure qui n'a pas transmis ses formations compte pour le pôle comme si elle n'en avait organisé aucune."
---*/
with formes as (
    select
        p.annee,
        p.structure_id,
        p.salarie_key,
        count(f.formation_id) filter (
            where f.structure_id = p.structure_id or p.structure_id is null
        ) > 0 as est_forme
    from personnes_annee as p
    left join formations as f
        on f.salarie_key = p.salarie_key
        and year(f.date_debut) = p.annee
        and f.heures_realisees > 0
    group by p.annee, p.structure_id, p.salarie_key
)

select
    h.annee,
    h.structure_id,
    count(*) filter (where p.est_forme) as salaries_formes,
    count(p.salarie_key) as salaries_en_insertion
from echelons as h
inner join echelons as e
    on e.annee = h.annee
    and e.structure_id is not distinct from h.structure_id
    and e.contrat = 'formations'
left join formes as p
    on p.annee = h.annee and p.structure_id is not distinct from h.structure_id
where h.contrat = 'heures_insertion'
group by h.annee, h.structure_id
