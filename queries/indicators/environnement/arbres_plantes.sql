/*---
code         = "ENV-15"
titre        = "Arbres et arbustes plantés"
question     = "Combien d'arbres et d'arbustes les structures ont-elles plantés ?"
sujet        = "le nombre d'arbres et d'arbustes plantés"
accord       = "ms"
unite        = "nb"
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Somme des arbres et arbustes plantés dans l'année, tous sites et toutes interventions."
source       = "Définition propre au pôle"
sensibilite  = 0
odd          = ["15.2"]
iris         = "≈ PI4127"
limites      = "Plantés, non survivants : la reprise se constate un an plus tard. Un nombre laissé vide est lu comme l'absence de plantation."
---*/
select
    annee,
    structure_id,
    coalesce(sum(nb_plants), 0) as valeur
from espaces_verts_annuels
group by grouping sets ((annee, structure_id), (annee))
