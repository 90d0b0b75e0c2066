/*---
code         = "FIN-09"
titre        = "Effet levier des financements"
question     = "Combien d'autres ressources chaque euro accordé entraîne-t-il ?"
sujet        = "l'effet levier des financements"
accord       = "ms"
unite        = "€/€"
decimales    = 2
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "autres_ressources"
denominateur = "financements_actions"
definition   = "Produits réalisés des actions moins financements notifiés pour elles, le tout ÷ ces financements ; seules entrent les actions dont le budget réalisé et un financement sont tous deux transmis, dans la même structure et pour la même année."
source       = "Comptes rendus financiers des actions et notifications des financeurs"
sensibilite  = 0
apports      = "structures"
odd          = ["17.3"]
limites      = "Ne dit pas que les autres ressources seraient absentes sans le financement. Le bénévolat valorisé (compte 87) n'entre pas. Un financement pluriannuel compte dans l'année de sa ligne."
---*/
with produits as (
    select
        annee,
        structure_id,
        action_id,
        sum(montant_eur) as montant
    from budget
    where
        nature = 'realise'
        and action_id is not null
        and left(compte, 2) between '70' and '79'
    group by annee, structure_id, action_id
),

financees as (
    select
        annee,
        structure_id,
        action_id,
        sum(montant_notifie_eur) as montant
    from financements
    where action_id is not null and objet is distinct from 'investissement'
    group by annee, structure_id, action_id
    having sum(montant_notifie_eur) > 0
)

select
    a.annee,
    f.structure_id,
    sum(p.montant - f.montant) as autres_ressources,
    sum(f.montant) as financements_actions
from annees as a
inner join financees as f on f.annee = a.annee
inner join produits as p
    on p.annee = f.annee and p.structure_id = f.structure_id and p.action_id = f.action_id
group by grouping sets ((a.annee), (a.annee, f.structure_id))
