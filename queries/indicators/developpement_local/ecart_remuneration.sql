/*---
code         = "DEV-19"
titre        = "Écart de rémunération"
question     = "De combien le salaire le plus haut dépasse-t-il le plus bas ?"
sujet        = "l'écart de rémunération"
accord       = "ms"
unite        = "pour 1"
decimales    = 1
sens         = "baisse"
niveau       = "resultat"
agregation   = "pole"
definition   = "Plus haut salaire brut annuel en équivalent temps plein ÷ plus bas, parmi les emplois permanents au 31 décembre, hors alternance, des structures où au moins cinq salaires sont renseignés."
source       = "Impact Score (Mouvement Impact France)"
sensibilite  = 2
odd          = ["10.4"]
limites      = "Un seul nombre, pour le pôle : les deux salaires peuvent venir de deux structures, et aucun n'est publié. Les salaires non renseignés et les structures de moins de cinq salaires connus n'y entrent pas."
---*/
with salaires as (
    select
        annee,
        structure_id,
        count(salaire_brut_annuel_etp) as connus,
        max(salaire_brut_annuel_etp) as plus_haut,
        min(salaire_brut_annuel_etp) as plus_bas
    from emplois_annuels
    where
        permanent
        and present_en_fin_d_annee
        and type_contrat <> 'alternance'
        and salaire_brut_annuel_etp > 0
    group by annee, structure_id
)

select
    annee,
    cast(max(plus_haut) / min(plus_bas) as decimal(18, 6)) as valeur,
    sum(connus) as personnes
from salaires
where connus >= 5
group by annee
