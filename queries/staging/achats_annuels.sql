/* Purchases of the years of the edition: whether the supplier is another member of the pole, and
   whether it is in the public territory (EPT) of the pole, null when nobody can tell. The commune
   code decides, or that of the member who sells; failing both, a postcode of another department
   is enough to say no, but one of the same department says nothing. Two members may share a
   SIRET: a purchase stays one row. */
with vendeurs as (
    select
        annee,
        siret,
        min(code_commune) as code_commune,
        list(structure_id) as structures
    from membres_annuels
    group by annee, siret
)

select
    a.annee,
    p.achat_id,
    p.montant_ht_eur,
    p.groupe,
    p.fournisseur_ess,
    coalesce(not list_contains(v.structures, p.structure_id), false) as interne,
    case
        when coalesce(p.code_commune, v.code_commune) is not null
            then coalesce(p.code_commune, v.code_commune) in (select code_commune from ref_ept)
        when substr(p.code_postal, 1, 2) not in (select substr(code_commune, 1, 2) from ref_ept)
            then false
    end as local
from achats as p
inner join annees as a on a.annee = p.annee
left join vendeurs as v on v.annee = p.annee and v.siret = p.fournisseur_siret
