/*---
code         = "ENV-21"
titre        = "Production locale de fleurs"
question     = "Que produisent les terres cultivées par le pôle ?"
sujet        = "le nombre de tiges produites"
accord       = "ms"
unite        = "tiges"
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "somme"
definition   = "Somme des récoltes de l'année déclarées en tiges."
source       = "Définition propre au pôle"
sensibilite  = 0
odd          = ["2.4"]
limites      = "Tiges et kilogrammes ont chacun leur indicateur et ne s'additionnent jamais. Une récolte sans unité n'est pas comptée ; une récolte laissée vide est lue comme l'absence de récolte."
---*/
select
    annee,
    structure_id,
    coalesce(sum(production_tiges), 0) as valeur
from espaces_verts_annuels
group by grouping sets ((annee, structure_id), (annee))
