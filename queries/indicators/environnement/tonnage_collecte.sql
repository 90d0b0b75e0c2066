/*---
code         = "ENV-01"
titre        = "Tonnage collecté"
question     = "Quelle masse de matières les structures ont-elles collectée ?"
sujet        = "le tonnage collecté"
accord       = "ms"
unite        = "t"
decimales    = 1
sens         = "neutre"
niveau       = "realisation"
agregation   = "somme"
definition   = "Somme des poids entrants de l'année, en kilogrammes ÷ 1 000, tous flux confondus."
source       = "Registre des déchets"
sensibilite  = 0
odd          = ["12.5"]
iris         = "OI6709"
limites      = "Pesées, bons d'enlèvement et estimations sont additionnés. Ce qui passe d'une structure du pôle à une autre est compté à chaque entrée."
---*/
select
    annee,
    structure_id,
    coalesce(sum(tonnes) filter (where sens = 'entrant'), 0) as valeur
from mouvements_dechets
group by grouping sets ((annee, structure_id), (annee))
