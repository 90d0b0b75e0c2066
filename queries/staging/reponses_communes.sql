/* One row for each year and joint bid (call for projects, public contract) that at least two member
   structures made and did not give up, with what its leader wrote of it. The amount is that of
   the whole bid: it is read once. */
select
    c.annee,
    c.action_id,
    max(c.structure_id) filter (where c.role = 'pilote') as pilote,
    max(c.resultat) filter (where c.role = 'pilote') as resultat,
    max(c.montant_obtenu_eur) filter (where c.role = 'pilote') as montant
from actions_croisees as c
inner join membres_annuels as m on m.annee = c.annee and m.structure_id = c.structure_id
where c.type = 'reponse_commune' and c.statut <> 'abandonnee'
group by c.annee, c.action_id
having count(*) >= 2
