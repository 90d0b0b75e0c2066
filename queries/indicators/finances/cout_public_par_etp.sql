/*---
code         = "FIN-06"
titre        = "Aides publiques par ETP d'insertion"
question     = "Combien un poste d'insertion à temps plein reçoit-il d'aides publiques ?"
sujet        = "le montant des aides publiques par ETP d'insertion"
accord       = "ms"
unite        = "€/ETP"
decimales    = 0
sens         = "neutre"
niveau       = "moyen"
agregation   = "ratio"
numerateur   = "aides_publiques_insertion"
denominateur = "etp_insertion_finances"
definition   = "Aides au poste et au fonctionnement notifiées par l'État, la Région, le Département, l'établissement public territorial, les communes et le service public de l'emploi, divisées par les ETP d'insertion réalisés, pour les seules structures d'insertion qui ont transmis à la fois leurs financements et leurs heures."
source       = "Notifications des financeurs et heures d'insertion déclarées à l'ASP"
sensibilite  = 0
apports      = "structures"
limites      = "Les aides aux projets et à l'investissement sont exclues. Une aide au fonctionnement peut aussi servir à une autre activité de la structure."
repere       = "23 921 € par ETP, aide au poste d'un ACI depuis le 1er novembre 2024 (France)"
---*/
with aides as (
    select
        f.annee,
        f.structure_id,
        sum(f.montant_notifie_eur) as montant
    from financements as f
    inner join ref_financeurs as t on t.type_financeur = f.type_financeur
    where t.public and f.objet in ('aide_poste', 'fonctionnement')
    group by f.annee, f.structure_id
)

select
    r.annee,
    r.structure_id,
    coalesce(sum(a.montant), 0) as aides_publiques_insertion,
    sum(r.valeur) as etp_insertion_finances
from etp_insertion_realises as r
inner join depots_recus as d
    on d.annee = r.annee and d.structure_id = r.structure_id and d.contrat = 'financements'
left join aides as a on a.annee = r.annee and a.structure_id = r.structure_id
where r.valeur > 0
group by grouping sets ((r.annee), (r.annee, r.structure_id))
