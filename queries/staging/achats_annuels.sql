/* Purchases of the years of the edition: which other member of the pole sold it, if any, and
   whether the supplier is in the public territory (EPT) of the pole and in its department, null
   when nobody can tell. The commune code decides, or that of the member who sells. Failing both,
   a postcode tells the department, and of another department it is enough to say "not in the
   EPT"; of the same one it says nothing of the EPT. Two members may share a SIRET: a purchase
   stays one row. */
with vendeurs as (
    select
        annee,
        siret,
        min(code_commune) as code_commune,
        list(structure_id order by structure_id) as structures
    from membres_annuels
    group by annee, siret
),

achats_situes as (
    select
        a.annee,
        p.*,
        v.structures as vendeurs,
        coalesce(p.code_commune, v.code_commune) as commune,
        substr(coalesce(p.code_commune, v.code_commune, p.code_postal), 1, 2)
        in (select substr(r.code_commune, 1, 2) from ref_ept as r) as dans_le_departement
    from achats as p
    inner join annees as a on a.annee = p.annee
    left join vendeurs as v on v.annee = p.annee and v.siret = p.fournisseur_siret
)

select
    annee,
    structure_id,
    achat_id,
    montant_ht_eur,
    groupe,
    fournisseur_ess,
    fournisseur_siae,
    case when not list_contains(vendeurs, structure_id) then vendeurs[1] end as vendeur,
    vendeur is not null as interne,
    dans_le_departement,
    case
        when commune is not null then commune in (select r.code_commune from ref_ept as r)
        when not dans_le_departement then false
    end as local
from achats_situes
