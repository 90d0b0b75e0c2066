/*---
code         = "COO-24"
titre        = "Taux d'occupation des espaces partagés"
question     = "Les espaces partagés sont-ils pleinement utilisés ?"
sujet        = "le taux d'occupation"
accord       = "ms"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "quantite_utilisee"
denominateur = "quantite_offerte"
definition   = "Pour les locaux, m² × mois utilisés ÷ m² × mois louables ; pour les salles, heures réservées ÷ heures d'ouverture. Les deux ne s'additionnent pas."
source       = "Définition propre au pôle"
sensibilite  = 0
odd          = ["11.3"]
limites      = "Un mois où personne n'a rien réservé ne compte que si une ligne écrit 0. Un mois dont la capacité ou une quantité manque n'est pas compté, et se compte à part."

[modalites]
local = "Locaux (m² × mois)"
salle = "Salles (heures)"
---*/
with mois_ouverts as (
    select
        year(mois) as annee,
        type,
        max(capacite) as capacite,
        case when bool_and(quantite is not null) then sum(quantite) end as quantite
    from mutualisation
    where (type = 'local' and unite = 'm2') or (type = 'salle' and unite = 'h')
    group by ressource_id, type, mois
)

select
    a.annee,
    m.type as modalite,
    sum(m.quantite) filter (where m.capacite > 0) as quantite_utilisee,
    sum(m.capacite) filter (where m.quantite is not null) as quantite_offerte,
    count(*) filter (where m.quantite is null or coalesce(m.capacite, 0) = 0) as inconnus
from mois_ouverts as m
inner join annees as a on a.annee = m.annee
group by a.annee, m.type
having count(*) filter (where m.quantite is not null and m.capacite > 0) > 0
