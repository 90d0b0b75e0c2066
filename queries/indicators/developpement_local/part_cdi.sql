/*---
code         = "DEV-03"
titre        = "Part des CDI dans les emplois permanents"
question     = "Quelle part des emplois permanents est en contrat à durée indéterminée ?"
sujet        = "la part des CDI"
accord       = "fs"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "emplois_cdi"
denominateur = "emplois_permanents"
definition   = "Contrats à durée indéterminée ÷ emplois permanents, au 31 décembre."
source       = "Définition propre au pôle"
sensibilite  = 1
odd          = ["8.5"]
limites      = "Un alternant ou un contrat aidé compte au dénominateur sous sa propre nature, même si son contrat est à durée indéterminée."
---*/
select
    annee,
    structure_id,
    count(emploi_id) filter (where present_en_fin_d_annee and type_contrat = 'CDI')
        as emplois_cdi,
    count(emploi_id) filter (where present_en_fin_d_annee and permanent) as emplois_permanents
from emplois_annuels
group by grouping sets ((annee, structure_id), (annee))
