/*---
code    = "cle_personnelle"
motif   = "La clé salarié ressemble à un nom, à un numéro de sécurité sociale ou à une adresse électronique."
remede  = "Remplacez-la par un pseudonyme, et détruisez ce fichier."
gravite = "mis de côté"
---*/
with cles as (
    select _fichier, _ligne, _ligne_fin, salarie_key from contrats_insertion
    union all
    select _fichier, _ligne, _ligne_fin, salarie_key from sorties
    union all
    select _fichier, _ligne, _ligne_fin, salarie_key from suivi_sorties
    union all
    select _fichier, _ligne, _ligne_fin, salarie_key from accompagnement
    union all
    select _fichier, _ligne, _ligne_fin, salarie_key from formations
    union all
    select _fichier, _ligne, _ligne_fin, salarie_key from pmsmp
)
select _fichier as fichier, _ligne as ligne, _ligne_fin as ligne_fin, 'salarie_key' as colonne
from cles
where regexp_full_match(replace(salarie_key, ' ', ''), '[12][0-9]{5}[0-9AB][0-9]{6}([0-9]{2})?|.*@.*')
    -- two words or more, of letters alone: a pseudonym has a figure or is one word
    or regexp_full_match(salarie_key, '[\p{L}''’-]{2,}([ ,.]+[\p{L}''’-]{2,})+')
