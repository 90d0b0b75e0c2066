/*---
code    = "trop_d_heures_dans_le_mois"
motif   = "La même personne a plus de 250 heures payées dans le mois, tous contrats confondus."
remede  = "Vérifiez les heures, et que la clé salarié n'est pas celle de deux personnes."
gravite = "à vérifier"
---*/
select h._fichier as fichier, h._ligne as ligne, h._ligne_fin as ligne_fin, 'heures_payees' as colonne
from heures_insertion as h
inner join contrats_insertion as c on c.contrat_id = h.contrat_id
where h.heures_payees is not null
qualify sum(h.heures_payees) over (partition by c.salarie_key, h.mois) > 250
