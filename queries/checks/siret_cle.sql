/*---
code    = "siret_cle"
motif   = "Le SIRET ne passe pas le contrôle de sa clé : un chiffre est sans doute faux."
remede  = "Reprenez le numéro sur la facture, ou sur l'avis de situation de l'INSEE."
gravite = "à vérifier"
---*/
with sirets as (
    select _fichier, _ligne, _ligne_fin, 'fournisseur_siret' as colonne, fournisseur_siret as siret from achats
    union all
    select _fichier, _ligne, _ligne_fin, 'accueil_siret', accueil_siret from pmsmp
)

select s._fichier as fichier, s._ligne as ligne, s._ligne_fin as ligne_fin, s.colonne as colonne
from sirets as s
where not starts_with(s.siret, '356000000')  -- La Poste numbers its offices otherwise
    and list_sum(list_transform(range(14), lambda i:
        cast(substr(s.siret, i + 1, 1) as integer) * (2 - i % 2)
        - case when i % 2 = 0 and cast(substr(s.siret, i + 1, 1) as integer) > 4 then 9 else 0 end
    )) % 10 <> 0
