/*---
code         = "DEV-04"
titre        = "Bénéficiaires des activités"
question     = "Combien de personnes les activités du pôle ont-elles touchées, hors salariés ?"
sujet        = "le nombre de bénéficiaires"
accord       = "ms"
unite        = "pers."
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Somme, sur les activités de l'année, du nombre de personnes différentes de chaque activité ; les ventes et les événements privés ne sont pas comptés."
source       = "Cerfa 15059 (nombre et public des actions subventionnées)"
sensibilite  = 1
odd          = ["10.2"]
iris         = "PI4060"
limites      = "Distinctes dans une activité, les personnes ne le sont pas d'une activité à l'autre : qui vient à trois ateliers compte trois fois. Une activité dont le nombre de personnes n'est pas renseigné n'est pas comptée, et des comptages sont des estimations."
---*/
select
    annee,
    structure_id,
    coalesce(sum(nb_personnes), 0) as valeur
from activites_de_beneficiaires
group by grouping sets ((annee, structure_id), (annee))
having count(activite_id) = 0 or count(nb_personnes) > 0
