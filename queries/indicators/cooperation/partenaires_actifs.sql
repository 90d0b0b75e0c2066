/*---
code         = "COO-14"
titre        = "Partenaires actifs"
question     = "Avec combien de partenaires extérieurs le pôle a-t-il travaillé ?"
sujet        = "le nombre de partenaires actifs"
accord       = "ms"
unite        = "nb"
decimales    = 0
sens         = "hausse"
niveau       = "moyen"
agregation   = "pole"
definition   = "Partenaires distincts dont au moins un partenariat est en cours dans l'année (commencé au plus tard le 31 décembre, non terminé avant le 1er janvier). Deux conventions avec le même partenaire comptent pour un."
source       = "Commune Mesure ; loi du 31 juillet 2014, article 9"
sensibilite  = 0
modalites    = { Etat = "État", Region = "Région", Departement = "Département", EPT = "Établissement public territorial", commune = "Commune", bailleur = "Bailleur", entreprise = "Entreprise", association_ESS = "Association ou entreprise de l'ESS", recherche = "Recherche", formation = "Organisme de formation", fondation = "Fondation", service_public_emploi = "Service public de l'emploi" }
odd          = ["17.17"]
repere       = "83 % des tiers-lieux ont un partenariat public (France Tiers-Lieux, 2023)"
limites      = "Un partenaire écrit de deux façons compte pour deux. Un partenaire déclaré sous deux types compte dans chacun et une seule fois au total."
---*/
with types as (
    select
        a.annee,
        unnest([
            'Etat', 'Region', 'Departement', 'EPT', 'commune', 'bailleur', 'entreprise',
            'association_ESS', 'recherche', 'formation', 'fondation', 'service_public_emploi'
        ]) as type
    from annees as a
    where exists (select 1 from partenariats)
)

select
    t.annee,
    t.type as modalite,
    count(distinct p.partenaire) as valeur
from types as t
left join partenaires_annuels as p on p.annee = t.annee and p.type = t.type
group by grouping sets ((t.annee, t.type), (t.annee))
