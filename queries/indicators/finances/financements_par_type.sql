/*---
code         = "FIN-08"
titre        = "Financements notifiés par type de financeur"
question     = "Qui finance les structures du pôle ?"
sujet        = "le total des financements notifiés"
accord       = "ms"
unite        = "€"
decimales    = 0
sens         = "neutre"
niveau       = "moyen"
agregation   = "somme"
definition   = "Somme des montants notifiés aux structures pour l'année, quel qu'en soit l'objet, par type de financeur."
source       = "Notifications des financeurs"
sensibilite  = 0
apports      = "structures"
odd          = ["17.1"]
limites      = "Montants notifiés, investissement compris : ils peuvent différer des subventions inscrites en comptabilité. Un financement sans montant notifié ne compte pas."

[modalites]
Etat                  = "État"
Region                = "Région"
Departement           = "Département"
EPT                   = "Établissement public territorial"
commune               = "Commune"
service_public_emploi = "Service public de l'emploi"
bailleur              = "Bailleur"
fondation             = "Fondation"
entreprise            = "Entreprise"
association_ESS       = "Association ou entreprise de l'ESS"
recherche             = "Recherche"
formation             = "Organisme de formation"
autre                 = "Autre"
---*/
with types as (
    select type_financeur from ref_financeurs
    union all
    select null as type_financeur
)

select
    e.annee,
    null as structure_id,
    t.type_financeur as modalite,
    coalesce(sum(f.montant_notifie_eur), 0) as valeur
from echelons as e
cross join types as t
left join financements as f
    on f.annee = e.annee and (f.type_financeur = t.type_financeur or t.type_financeur is null)
where e.contrat = 'financements' and e.structure_id is null
group by e.annee, t.type_financeur
union all
select
    f.annee,
    f.structure_id,
    f.type_financeur as modalite,
    sum(f.montant_notifie_eur) as valeur
from financements as f
inner join echelons as e
    on e.annee = f.annee and e.contrat = 'financements' and e.structure_id is null
where f.montant_notifie_eur is not null
group by grouping sets ((f.annee, f.structure_id), (f.annee, f.structure_id, f.type_financeur))
