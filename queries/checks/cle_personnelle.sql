/*---
code    = "cle_personnelle"
motif   = "La clé salarié ressemble à un numéro de sécurité sociale ou à une adresse électronique."
remede  = "Remplacez-la par un pseudonyme, et détruisez ce fichier."
gravite = "mis de côté"
---*/
select _fichier as fichier, _ligne as ligne, _ligne_fin as ligne_fin, 'salarie_key' as colonne
from contrats_insertion
where regexp_full_match(replace(salarie_key, ' ', ''), '[12][0-9]{5}[0-9AB][0-9]{6}([0-9]{2})?|.*@.*')
union all
select _fichier, _ligne, _ligne_fin, 'salarie_key'
from sorties
where regexp_full_match(replace(salarie_key, ' ', ''), '[12][0-9]{5}[0-9AB][0-9]{6}([0-9]{2})?|.*@.*')
union all
select _fichier, _ligne, _ligne_fin, 'salarie_key'
from suivi_sorties
where regexp_full_match(replace(salarie_key, ' ', ''), '[12][0-9]{5}[0-9AB][0-9]{6}([0-9]{2})?|.*@.*')
union all
select _fichier, _ligne, _ligne_fin, 'salarie_key'
from accompagnement
where regexp_full_match(replace(salarie_key, ' ', ''), '[12][0-9]{5}[0-9AB][0-9]{6}([0-9]{2})?|.*@.*')
union all
select _fichier, _ligne, _ligne_fin, 'salarie_key'
from formations
where regexp_full_match(replace(salarie_key, ' ', ''), '[12][0-9]{5}[0-9AB][0-9]{6}([0-9]{2})?|.*@.*')
union all
select _fichier, _ligne, _ligne_fin, 'salarie_key'
from pmsmp
where regexp_full_match(replace(salarie_key, ' ', ''), '[12][0-9]{5}[0-9AB][0-9]{6}([0-9]{2})?|.*@.*')
