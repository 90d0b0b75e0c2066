/*---
code         = "INS-19"
titre        = "Durée médiane des parcours"
question     = "Combien de temps dure un parcours d'insertion ?"
sujet        = "la durée médiane des parcours"
accord       = "fs"
unite        = "mois"
decimales    = 1
sens         = "neutre"
niveau       = "resultat"
agregation   = "mediane"
definition   = "Durée qui partage en deux moitiés les personnes dont la sortie est examinée dans l'année, du premier jour de leur contrat initial à leur sortie. Un mois vaut 30,4375 jours."
source       = "Contrats et sorties déclarés à l'ASP"
sensibilite  = 1
fonde_sur    = "sorties_examinees_par_categorie"
limites      = "Pour le pôle, la durée part de la première structure membre lorsque la personne est passée de l'une à l'autre."
repere       = "24 mois au plus pour un Pass IAE, hors prolongation"
---*/
select
    e.annee,
    e.structure_id,
    cast(
        median(date_diff('day', s.date_entree, s.date_sortie)) / 30.4375 as decimal(18, 6)
    ) as valeur,
    count(s.salarie_key) as personnes
from echelons as e
left join sorties_constatees as s
    on s.annee = e.annee
    and s.structure_id is not distinct from e.structure_id
    and s.est_examinee
where e.contrat = 'sorties'
group by e.annee, e.structure_id
