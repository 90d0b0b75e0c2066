/*---
code         = "INS-41"
titre        = "Taux de freins levés"
question     = "Parmi les freins dont le suivi est terminé, quelle part est levée ?"
sujet        = "le taux de freins levés"
accord       = "ms"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "freins_leves"
denominateur = "freins_clos"
definition   = "Freins levés divisés par les freins dont le suivi s'est terminé dans l'année (levés, réduits ou persistants). Un frein d'une personne compte une fois, même suivi par deux structures."
source       = "Définition propre au pôle, d'après les huit freins à l'emploi suivis par l'ASP"
sensibilite  = 2
odd          = ["10.2"]
limites      = "Il n'existe pas de définition officielle. C'est l'appréciation des conseillers. Un suivi en cours n'est pas compté ; un suivi dont l'issue n'est pas écrite est compté à part."
---*/
with freins as (
    select
        annee,
        salarie_key,
        frein,
        bool_or(statut_sortie = 'leve') as leve,
        bool_or(statut_sortie in ('leve', 'reduit', 'persiste')) as clos
    from accompagnement
    group by annee, salarie_key, frein
)

select
    e.annee,
    count(*) filter (where f.leve) as freins_leves,
    count(*) filter (where f.clos) as freins_clos,
    count(f.frein) filter (where f.clos is null) as inconnus
from echelons as e
left join freins as f on f.annee = e.annee
where e.contrat = 'accompagnement' and e.structure_id is null
group by e.annee
