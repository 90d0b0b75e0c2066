/* Exits that are none for the pole: within three months the person works in another member
   structure. The contract found there first is kept. */
select
    s.annee,
    s.sortie_id,
    s.salarie_key,
    s.structure_id as structure_depart,
    s.date_entree as date_entree_depart,
    s.date_sortie,
    c.structure_id as structure_arrivee,
    c.contrat_id as contrat_arrivee,
    c.date_debut as date_arrivee
from sorties_eligibles as s
inner join contrats_insertion as c
    on c.salarie_key = s.salarie_key
    and c.structure_id <> s.structure_id
    and c.date_debut <= s.date_sortie + interval 3 months
    and coalesce(c.date_fin_reelle, c.date_fin_prevue, date '9999-12-31') > s.date_sortie
qualify row_number() over (partition by s.sortie_id order by c.date_debut, c.contrat_id) = 1
