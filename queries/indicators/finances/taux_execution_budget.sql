/*---
code         = "FIN-07"
titre        = "Taux d'exécution du budget"
question     = "Les charges prévues ont-elles été engagées ?"
sujet        = "le taux d'exécution du budget"
accord       = "ms"
unite        = "%"
decimales    = 1
sens         = "neutre"
niveau       = "moyen"
agregation   = "ratio"
numerateur   = "charges_realisees"
denominateur = "charges_prevues"
definition   = "Charges réalisées divisées par les charges prévues (comptes 60 à 69), pour les seules structures qui ont transmis les deux."
source       = "Budgets prévisionnels et comptes annuels ; arrêté du 11 octobre 2006"
sensibilite  = 0
limites      = "Les contributions volontaires (compte 86) sont exclues."
---*/
with charges as (
    select
        b.annee,
        b.structure_id,
        sum(b.montant_eur) filter (where b.nature = 'realise') as realisees,
        sum(b.montant_eur) filter (where b.nature = 'previsionnel') as prevues
    from budget as b
    inner join depots_recus as d
        on d.annee = b.annee and d.structure_id = b.structure_id and d.contrat = 'budget'
    where left(b.compte, 2) between '60' and '69'
    group by b.annee, b.structure_id
)

select
    annee,
    sum(realisees) as charges_realisees,
    sum(prevues) as charges_prevues
from charges
where realisees is not null and prevues is not null
group by annee
