/*---
code    = "date_future"
motif   = "La date est dans le futur : plus d'un an après la dernière année déposée."
remede  = "Corrigez l'année."
gravite = "mis de côté"
---*/
with depots as (
    select max(_annee) as annee from accompagnement
    union all
    select max(_annee) as annee from achats
    union all
    select max(_annee) as annee from actions_croisees
    union all
    select max(_annee) as annee from activites_publics
    union all
    select max(_annee) as annee from benevolat
    union all
    select max(_annee) as annee from budget
    union all
    select max(_annee) as annee from contrats_insertion
    union all
    select max(_annee) as annee from dechets
    union all
    select max(_annee) as annee from emplois
    union all
    select max(_annee) as annee from energie
    union all
    select max(_annee) as annee from espaces_verts
    union all
    select max(_annee) as annee from financements
    union all
    select max(_annee) as annee from formations
    union all
    select max(_annee) as annee from heures_insertion
    union all
    select max(_annee) as annee from mutualisation
    union all
    select max(_annee) as annee from pmsmp
    union all
    select max(_annee) as annee from reemploi
    union all
    select max(_annee) as annee from sorties
    union all
    select max(_annee) as annee from suivi_sorties
),

limite as (
    select make_date(max(annee) + 1, 12, 31) as jour
    from depots
),

dates as (
    select _fichier, _ligne, _ligne_fin, 'date_entree' as colonne, date_entree as jour from structures
    union all
    select _fichier, _ligne, _ligne_fin, 'date_creation' as colonne, date_creation as jour from structures
    union all
    select _fichier, _ligne, _ligne_fin, 'date_entree' as colonne, date_entree as jour from societaires
    union all
    select _fichier, _ligne, _ligne_fin, 'date_sortie' as colonne, date_sortie as jour from societaires
    union all
    select _fichier, _ligne, _ligne_fin, 'date_debut' as colonne, date_debut as jour from partenariats
    union all
    select _fichier, _ligne, _ligne_fin, 'date' as colonne, date as jour from instances
    union all
    select _fichier, _ligne, _ligne_fin, 'date_debut' as colonne, date_debut as jour from contrats_insertion
    union all
    select _fichier, _ligne, _ligne_fin, 'date_fin_reelle' as colonne, date_fin_reelle as jour from contrats_insertion
    union all
    select _fichier, _ligne, _ligne_fin, 'date_sortie' as colonne, date_sortie as jour from sorties
    union all
    select _fichier, _ligne, _ligne_fin, 'date_contact' as colonne, date_contact as jour from suivi_sorties
    union all
    select _fichier, _ligne, _ligne_fin, 'mois' as colonne, mois as jour from heures_insertion
    union all
    select _fichier, _ligne, _ligne_fin, 'date_debut' as colonne, date_debut as jour from formations
    union all
    select _fichier, _ligne, _ligne_fin, 'date_debut' as colonne, date_debut as jour from pmsmp
    union all
    select _fichier, _ligne, _ligne_fin, 'date_debut' as colonne, date_debut as jour from emplois
    union all
    select _fichier, _ligne, _ligne_fin, 'date' as colonne, date as jour from activites_publics
    union all
    select _fichier, _ligne, _ligne_fin, 'mois' as colonne, mois as jour from activites_publics
    union all
    select _fichier, _ligne, _ligne_fin, 'date' as colonne, date as jour from dechets
    union all
    select _fichier, _ligne, _ligne_fin, 'mois' as colonne, mois as jour from reemploi
    union all
    select _fichier, _ligne, _ligne_fin, 'date_debut' as colonne, date_debut as jour from energie
    union all
    select _fichier, _ligne, _ligne_fin, 'date_fin' as colonne, date_fin as jour from energie
    union all
    select _fichier, _ligne, _ligne_fin, 'mois' as colonne, mois as jour from mutualisation
    union all
    select _fichier, _ligne, _ligne_fin, 'date_notification' as colonne, date_notification as jour from financements
    union all
    select _fichier, _ligne, _ligne_fin, 'annee', make_date(annee, 1, 1) from accompagnement
    union all
    select _fichier, _ligne, _ligne_fin, 'annee', make_date(annee, 1, 1) from achats
    union all
    select _fichier, _ligne, _ligne_fin, 'annee', make_date(annee, 1, 1) from actions_croisees
    union all
    select _fichier, _ligne, _ligne_fin, 'annee', make_date(annee, 1, 1) from benevolat
    union all
    select _fichier, _ligne, _ligne_fin, 'annee', make_date(annee, 1, 1) from budget
    union all
    select _fichier, _ligne, _ligne_fin, 'annee', make_date(annee, 1, 1) from espaces_verts
    union all
    select _fichier, _ligne, _ligne_fin, 'annee', make_date(annee, 1, 1) from financements
)

select d._fichier as fichier, d._ligne as ligne, d._ligne_fin as ligne_fin, d.colonne as colonne
from dates as d
cross join limite as l
where d.jour > l.jour
