/*---
code         = "INS-38"
titre        = "Écart au taux de sorties dynamiques prévu"
question     = "Le taux de sorties dynamiques dépasse-t-il celui des annexes financières ?"
sujet        = "l'écart au taux de sorties dynamiques prévu"
accord       = "ms"
unite        = "pts"
decimales    = 1
sens         = "hausse"
niveau       = "resultat"
agregation   = "pole"
definition   = "Taux de sorties dynamiques du pôle moins le taux prévu par les annexes financières en vigueur, pondéré par le nombre de sorties qu'elles prévoient et les mois qu'elles couvrent."
source       = "Annexes financières des conventions d'insertion par l'activité économique"
sensibilite  = 1
ecart_de     = "insertion/taux_sorties_dynamiques"
odd          = ["8.5"]
limites      = "Toutes les sorties du pôle sont comparées aux seules annexes dont le taux et le nombre de sorties prévus sont remplis. L'écart est masqué dès qu'une catégorie de sorties compte moins de personnes que le seuil de secret."
repere       = "0, quand la prévision est tenue"
---*/
with previsions as (
    select
        annee,
        sum(taux_prev_dynamiques * nb_prev_sorties * mois_couverts)
        / sum(nb_prev_sorties * mois_couverts) as taux
    from annexes_annuelles
    where taux_prev_dynamiques is not null and nb_prev_sorties > 0
    group by annee
)

select
    b.annee,
    cast(100 * b.dynamiques / b.sorties_examinees - p.taux as decimal(18, 6)) as valeur,
    least(
        nullif(b.durables, 0),
        nullif(b.transitions, 0),
        nullif(b.positives, 0),
        nullif(b.autres, 0)
    ) as personnes
from bilan_sorties as b
inner join previsions as p on p.annee = b.annee
where b.structure_id is null and b.sorties_examinees > 0
