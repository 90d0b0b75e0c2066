/*---
code    = "code_commune_postal"
motif   = "Ce code n'est celui d'aucune commune : c'est sans doute son code postal, ou les deux colonnes sont échangées."
remede  = "Écrivez le code INSEE de la commune (93066 pour Saint-Denis, dont le code postal est 93200) : il est sur la fiche de la commune, sur insee.fr."
gravite = "à vérifier"
---*/
-- Numbers that INSEE gives to no commune, whatever the year: Corsica is 2A and 2B since 1976, Paris is
-- one commune and its districts, and the three departments around it keep the numbers of the Seine.
with codes as (
    select _fichier, _ligne, _ligne_fin, code_commune from structures
    union all
    select _fichier, _ligne, _ligne_fin, code_commune from achats
    union all
    select _fichier, _ligne, _ligne_fin, code_commune from contrats_insertion
    union all
    select _fichier, _ligne, _ligne_fin, code_commune from emplois
    union all
    select _fichier, _ligne, _ligne_fin, code_commune from espaces_verts
)

select c._fichier as fichier, c._ligne as ligne, c._ligne_fin as ligne_fin, 'code_commune' as colonne
from codes as c
where starts_with(c.code_commune, '20')
    or starts_with(c.code_commune, '75') and not regexp_full_match(c.code_commune, '75(056|10[1-9]|11[0-9]|120)')
    or regexp_full_match(c.code_commune, '9[234].*') and substr(c.code_commune, 3) > '081'
