/*---
code         = "ENV-18"
titre        = "Part d'énergie renouvelable"
question     = "Quelle part de l'énergie des bâtiments est renouvelable ?"
sujet        = "la part d'énergie renouvelable"
accord       = "fs"
unite        = "%"
decimales    = 0
sens         = "hausse"
niveau       = "resultat"
agregation   = "ratio"
numerateur   = "kwh_renouvelables"
denominateur = "kwh_origine_connue"
definition   = "Kilowattheures déclarés d'origine renouvelable (contrat garanti ou production sur place) ÷ kilowattheures des bâtiments dont l'origine est renseignée."
source       = "Factures et contrats d'énergie"
sensibilite  = 0
odd          = ["7.2"]
iris         = "OI3324, OI2496"
limites      = "Un contrat garanti ne change pas l'électricité reçue du réseau : les émissions publiées restent celles du mix français. Une facture sans origine est hors du calcul. Une année qui mêle du gaz en PCS et en PCI n'a pas de part. Électricité, chaleur et combustibles sont additionnés."
---*/
select
    annee,
    structure_id,
    coalesce(sum(kwh) filter (where renouvelable), 0) as kwh_renouvelables,
    coalesce(sum(kwh) filter (where renouvelable is not null), 0) as kwh_origine_connue
from energie_des_batiments
group by grouping sets ((annee, structure_id), (annee))
having coalesce(min(pouvoir_calorifique) = max(pouvoir_calorifique), true)
