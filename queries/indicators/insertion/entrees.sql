/*---
code         = "INS-03"
titre        = "Entrées en insertion dans l'année"
question     = "Combien de personnes ont commencé un parcours dans l'année ?"
sujet        = "le nombre d'entrées en insertion"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "neutre"
niveau       = "realisation"
agregation   = "distinct"
definition   = "Nombre de personnes différentes dont un contrat initial d'insertion débute dans l'année ; les renouvellements ne comptent pas. Pour le pôle, une personne qui travaille dans une autre structure membre, ou l'a quittée depuis trois mois au plus, n'est pas une entrée."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 1
recoupements = ["entrees < salaries_en_insertion"]
odd          = ["8.5"]
limites      = "La somme des structures dépasse le total du pôle lorsqu'une personne passe d'une structure membre à une autre."
repere       = "173 200 nouveaux contrats en France en 2023 (Dares)"
---*/
with entrees_places as (
    select
        year(date_debut) as annee,
        structure_id,
        salarie_key
    from contrats_insertion
    where type_mouvement = 'initial'
    union all
    select
        year(c.date_debut) as annee,
        null as structure_id,
        c.salarie_key
    from contrats_insertion as c
    anti join contrats_insertion as d
        on d.salarie_key = c.salarie_key
        and d.structure_id <> c.structure_id
        and d.date_debut < c.date_debut
        and coalesce(d.date_fin_reelle, d.date_fin_prevue, c.date_debut) + interval 3 months
        >= c.date_debut
    where c.type_mouvement = 'initial'
)

select
    e.annee,
    e.structure_id,
    count(distinct n.salarie_key) as valeur
from echelons as e
left join entrees_places as n
    on n.annee = e.annee and n.structure_id is not distinct from e.structure_id
where e.contrat = 'contrats_insertion'
group by e.annee, e.structure_id
