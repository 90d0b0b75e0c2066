/* One row for each year and contract with hours. The measure says which hours make its ETP, paid
   or worked; a person has worked as soon as either is known. */
select
    year(h.mois) as annee,
    c.contrat_id,
    c.structure_id,
    c.salarie_key,
    c.type_siae,
    coalesce(
        sum(case when r.base = 'payees' then h.heures_payees else h.heures_travaillees end), 0
    ) as heures,
    sum(coalesce(h.heures_travaillees, h.heures_payees)) as heures_travaillees,
    r.heures as heures_par_etp
from heures_insertion as h
inner join contrats_insertion as c on c.contrat_id = h.contrat_id
left join ref_etp_heures as r
    on r.type_siae = c.type_siae
    and r.valid_from <= h.mois
    and coalesce(r.valid_to, date '9999-12-31') >= h.mois
group by all
