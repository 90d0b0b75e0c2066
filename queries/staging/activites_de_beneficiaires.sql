/* Activities whose participants are beneficiaries: neither sales nor private events. A structure
   that sent its file without any of these keeps one row without identifier, for its zero. */
select
    d.annee,
    d.structure_id,
    b.activite_id,
    b.comptage,
    b.nb_personnes,
    b.nb_femmes,
    b.nb_qpv,
    b.nb_inconnu_qpv
from (select distinct annee, structure_id from activites_annuelles) as d
left join activites_annuelles as b
    on b.annee = d.annee
    and b.structure_id = d.structure_id
    and b.type <> 'vente'
    and not (b.type = 'evenement' and coalesce(b.ouverture, 'public') = 'prive')
