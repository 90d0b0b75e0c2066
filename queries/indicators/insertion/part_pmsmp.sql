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
denominateur = "salaries_pmsmp_connue"
definition   = "Personnes ayant commencé dans l'année au moins une période de mise en situation en milieu professionnel (PMSMP) ÷ salariés en insertion de l'année pour lesquels cette information est connue : ceux dont toutes les structures ont transmis leurs PMSMP, et ceux qu'un fichier reçu y inscrit."
source       = "Conventions de PMSMP"
sensibilite  = 1
apports      = "structures"
odd          = ["8.5"]
limites      = "Les salariés d'une structure qui n'a pas transmis ses PMSMP sont comptés à part, et non comme sans période. Donné pour le pôle seulement : le détail par structure obligerait à taire davantage ailleurs."
repere       = "un mois au plus par période, renouvelable"
---*/
with suivies as (
    select distinct
        year(date_debut) as annee,
        salarie_key
    from pmsmp
)

select
    c.annee,
    c.structure_id,
    count(s.salarie_key) as salaries_en_pmsmp,
    count(*) filter (where c.complet or s.salarie_key is not null) as salaries_pmsmp_connue,
    count(*) filter (where not c.complet and s.salarie_key is null) as inconnus
from suivis_complets as c
left join suivies as s on s.annee = c.annee and s.salarie_key = c.salarie_key
where c.contrat = 'pmsmp'
group by c.annee, c.structure_id
