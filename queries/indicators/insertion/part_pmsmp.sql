/*---
code         = "INS-40"
titre        = "Part des salariés en mise en situation"
question     = "Quelle part des salariés en insertion a effectué une période en entreprise ?"
sujet        = "la part des salariés en mise en situation"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "salaries_en_pmsmp"
denominateur = "salaries_en_insertion"
definition   = "Personnes ayant commencé dans l'année au moins une période de mise en situation en milieu professionnel (PMSMP), divisées par les salariés en insertion de l'année."
source       = "Conventions de PMSMP"
sensibilite  = 1
odd          = ["8.5"]
limites      = "Une structure qui n'a pas transmis ses PMSMP compte pour le pôle comme si elle n'en avait organisé aucune."
---*/
with periodes as (
    select distinct
        year(date_debut) as annee,
        unnest([structure_id, null]) as structure_id,
        salarie_key
    from pmsmp
)

select
    h.annee,
    h.structure_id,
    count(m.salarie_key) as salaries_en_pmsmp,
    count(p.salarie_key) as salaries_en_insertion
from echelons as h
inner join echelons as e
    on e.annee = h.annee
    and e.structure_id is not distinct from h.structure_id
    and e.contrat = 'pmsmp'
left join personnes_annee as p
    on p.annee = h.annee and p.structure_id is not distinct from h.structure_id
left join periodes as m
    on m.annee = p.annee
    and m.structure_id is not distinct from p.structure_id
    and m.salarie_key = p.salarie_key
where h.contrat = 'heures_insertion'
group by h.annee, h.structure_id
