/*---
code         = "FIN-04"
titre        = "Part du premier financeur"
question     = "Le pôle dépend-il d'un seul financeur ?"
sujet        = "la part du premier financeur"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "baisse"
niveau       = "moyen"
agregation   = "ratio"
numerateur   = "montant_premier_financeur"
denominateur = "produits_compares"
definition   = "Somme notifiée par le premier financeur à l'ensemble des structures, hors investissement, divisée par leurs produits d'exploitation (ventes entre structures du pôle retranchées), pour les seules structures qui ont transmis à la fois leur budget et leurs financements."
source       = "Comptes annuels et notifications des financeurs"
sensibilite  = 0
apports      = "structures"
odd          = ["17.1"]
iris         = "FP3021"
limites      = "Un même financeur écrit de deux façons est compté comme deux financeurs, aux majuscules et aux accents près."
---*/
with compares as (
    select
        p.annee,
        p.structure_id,
        p.produits
    from produits_structures as p
    inner join depots_recus as d
        on d.annee = p.annee and d.structure_id = p.structure_id and d.contrat = 'financements'
),

financements_lus as (
    select
        c.annee,
        c.structure_id,
        strip_accents(lower(trim(f.financeur))) as financeur,
        f.montant_notifie_eur as montant
    from compares as c
    inner join financements as f on f.annee = c.annee and f.structure_id = c.structure_id
    where f.objet is distinct from 'investissement' and f.montant_notifie_eur is not null
),

premiers as (
    select
        annee,
        financeur
    from financements_lus
    group by annee, financeur
    qualify row_number() over (partition by annee order by sum(montant) desc, financeur) = 1
),

notifies as (
    select
        f.annee,
        f.structure_id,
        sum(f.montant) as montant
    from financements_lus as f
    inner join premiers as p on p.annee = f.annee and p.financeur = f.financeur
    group by f.annee, f.structure_id
)

select
    c.annee,
    c.structure_id,
    coalesce(sum(n.montant), 0) as montant_premier_financeur,
    sum(c.produits) as produits_compares
from compares as c
left join notifies as n on n.annee = c.annee and n.structure_id = c.structure_id
group by grouping sets ((c.annee), (c.annee, c.structure_id))
