/* Rows for `make bench`, straight into the typed tables. The variable `contrats` says how many
   contracts; each lasts twenty months and begins in one of the forty first months of five years. */
insert into structures by name
select
    'structures.csv' as _fichier,
    i + 2 as _ligne,
    i + 2 as _ligne_fin,
    'm' || (i + 1) as structure_id,
    'Structure ' || (i + 1) as nom,
    '12345678200002' as siret,
    'association' as forme_juridique,
    'ESS' as categorie_art9,
    'ACI' as type_siae,
    true as residente,
    true as societaire,
    date '2015-01-01' as date_entree,
    '93066' as code_commune
from range(12) as r(i);

insert into contrats_insertion by name
select
    'contrats_insertion.csv' as _fichier,
    i + 2 as _ligne,
    i + 2 as _ligne_fin,
    'C' || i as contrat_id,
    'm' || (1 + i % 12) as structure_id,
    'k' || (i % 400000) as salarie_key,
    'ACI' as type_siae,
    'CDDI' as type_contrat,
    'initial' as type_mouvement,
    date '2021-01-01' + to_months((i % 40)::int) as date_debut,
    date '2020-12-31' + to_months((i % 40)::int + 20) as date_fin_reelle,
    if(hash(i) % 2 = 0, 'F', 'M') as sexe,
    (1960 + hash(i + 1) % 40)::int as annee_naissance,
    ['oui', 'non', 'inconnu'][1 + (hash(i + 2) % 3)::int] as adresse_qpv
from range(getvariable('contrats')) as r(i);

insert into heures_insertion by name
select
    'heures_insertion.csv' as _fichier,
    i + 2 as _ligne,
    i + 2 as _ligne_fin,
    'C' || (i // 20) as contrat_id,
    date '2021-01-01' + to_months((i // 20 % 40 + i % 20)::int) as mois,
    60::decimal(18, 4) as heures_payees
from range(getvariable('contrats') * 20) as r(i);

insert into sorties by name
select
    'sorties.csv' as _fichier,
    i + 2 as _ligne,
    i + 2 as _ligne_fin,
    'S' || i as sortie_id,
    'm' || (1 + i % 12) as structure_id,
    'k' || (i % 400000) as salarie_key,
    'C' || i as contrat_id,
    last_day(date '2021-01-01' + to_months((i % 40)::int + 19)) as date_sortie,
    ['cdi', 'cdd_moins_6_mois', 'chomage'][1 + (hash(i) % 3)::int] as motif
from range(getvariable('contrats')) as r(i);
