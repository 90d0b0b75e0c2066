/*---
code         = "COO-13"
titre        = "Parcours entre structures du pôle"
question     = "Combien de salariés en insertion ont poursuivi leur parcours dans une autre structure du pôle ?"
sujet        = "le nombre de parcours entre structures"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "distinct"
definition   = "Personnes distinctes sorties d'une structure dans l'année et entrées, dans les trois mois, dans une autre structure du pôle, ou qui y travaillaient déjà."
source       = "Définition propre au pôle"
sensibilite  = 1
recoupements = ["sorties_examinees_par_categorie (en double) = parcours_internes_nombre"]
odd          = ["8.5"]
iris         = "≈ PI9465"
limites      = "Demande que les structures donnent la même clé à la même personne : avec des clés propres à chacune, aucun parcours n'est vu. L'année est celle de la sortie."
---*/
select
    d.annee,
    count(distinct p.salarie_key) as valeur
from (select distinct annee from depots_recus where contrat = 'sorties') as d
left join parcours_internes as p on p.annee = d.annee
group by d.annee
