/*---
code         = "DEV-21"
titre        = "Structures créées avec l'appui du pôle"
question     = "Combien de structures le pôle a-t-il aidé à naître ?"
sujet        = "le nombre de structures créées avec l'appui du pôle"
accord       = "ms"
unite        = "nb"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "pole"
definition   = "Structures membres ou anciennes membres, déclarées créées avec l'appui du pôle, dont la date de création est dans l'année."
source       = "Commune Mesure"
sensibilite  = 0
odd          = ["8.3"]
iris         = "≈ PI6414"
limites      = "Un flux de l'année, à ne pas confondre avec le nombre de structures membres. Seules comptent les structures du fichier des structures : une structure créée sans rejoindre le pôle n'y est pas. Une date de création ou un appui non renseigné n'est pas compté."
---*/
select
    a.annee,
    count(s.structure_id) as valeur
from annees as a
left join structures as s on year(s.date_creation) = a.annee and s.creee_avec_pole
where exists (select 1 from structures)
group by a.annee
