/*---
code    = "contrats_qui_se_chevauchent"
motif   = "Deux contrats de la même personne dans la même structure se chevauchent."
remede  = "Vérifiez les dates de début et de fin des deux contrats."
gravite = "à vérifier"
---*/
select a._fichier as fichier, a._ligne as ligne, a._ligne_fin as ligne_fin, 'date_debut' as colonne
from contrats_insertion as a
where exists (
    select 1
    from contrats_insertion as b
    where b.salarie_key = a.salarie_key
        and b.structure_id = a.structure_id
        and b.contrat_id <> a.contrat_id
        and b.date_debut <= a.date_debut
        and (b.date_debut < a.date_debut or b.contrat_id < a.contrat_id)
        and coalesce(b.date_fin_reelle, b.date_fin_prevue, date '9999-12-31') >= a.date_debut
)
