/*---
code    = "trop_d_heures_dans_le_mois"
motif   = "La même personne a plus de 250 heures payées dans le mois, tous contrats confondus."
remede  = "Vérifiez les heures, et que la clé salarié n'est pas celle de deux personnes."
gravite = "à vérifier"
---*/
with mois_trop_longs as (
    select
        c.salarie_key,
        h.mois
    from heures_insertion as h
    inner join contrats_insertion as c on c.contrat_id = h.contrat_id
    group by c.salarie_key, h.mois
    having sum(h.heures_payees) > 250
)

select h._fichier as fichier, h._ligne as ligne, h._ligne_fin as ligne_fin, 'heures_payees' as colonne
from mois_trop_longs as m
inner join contrats_insertion as c on c.salarie_key = m.salarie_key
inner join heures_insertion as h on h.contrat_id = c.contrat_id and h.mois = m.mois
where h.heures_payees is not null
