/*---
code         = "QUA-01"
titre        = "Taux de couverture des fichiers attendus"
question     = "Les structures ont-elles transmis les fichiers attendus ?"
sujet        = "le taux de couverture"
accord       = "ms"
unite        = "%"
decimales    = 0
sens         = "conformite"
niveau       = "moyen"
agregation   = "ratio"
numerateur   = "fichiers_recus"
denominateur = "fichiers_attendus"
definition   = "Fichiers reçus divisés par les fichiers attendus des structures membres pour l'année, en tout et par thème. Un fichier sans objet pour une structure n'est pas attendu."
source       = "Dossiers de dépôt des structures"
sensibilite  = 0
limites      = "Un fichier compte pour un, qu'il ait dix lignes ou mille : la couverture ne dit rien de ce que les fichiers contiennent. Un fichier commun à plusieurs thèmes compte dans un seul. Le détail par thème est donné pour le pôle seulement."

[modalites]
insertion           = "Insertion"
cooperation         = "Coopération"
gouvernance         = "Gouvernance"
developpement_local = "Développement local"
environnement       = "Environnement"
finances            = "Finances"
---*/
with attendus as (
    select
        l.annee,
        l.structure_id,
        l.etat = 'reçu' as recu,
        case
            when l.contrat in ('structures', 'mutualisation', 'actions_croisees', 'partenariats')
                then 'cooperation'
            when l.contrat in ('societaires', 'instances') then 'gouvernance'
            when l.contrat in ('emplois', 'activites_publics', 'benevolat', 'achats')
                then 'developpement_local'
            when l.contrat in ('dechets', 'reemploi', 'energie', 'espaces_verts')
                then 'environnement'
            when l.contrat in ('budget', 'financements') then 'finances'
            when l.contrat in (
                'contrats_insertion', 'heures_insertion', 'annexes_financieres', 'sorties',
                'suivi_sorties', 'accompagnement', 'formations', 'pmsmp', 'clauses_sociales'
            )
                then 'insertion'
            else l.contrat
        end as theme
    from livraisons as l
    inner join annees as a on a.annee = l.annee
    where l.etat in ('reçu', 'manquant')
)

select
    annee,
    structure_id,
    theme as modalite,
    count(*) filter (where recu) as fichiers_recus,
    count(*) as fichiers_attendus
from attendus
group by grouping sets ((annee, structure_id), (annee, theme), (annee))
