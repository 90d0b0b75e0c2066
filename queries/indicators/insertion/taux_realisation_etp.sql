/*---
code         = "INS-07"
titre        = "Taux de réalisation des ETP conventionnés"
question     = "Les postes d'insertion conventionnés ont-ils été pourvus ?"
sujet        = "le taux de réalisation des ETP conventionnés"
accord       = "ms"
unite        = "%"
decimales    = 1
sens         = "hausse"
niveau       = "realisation"
agregation   = "ratio"
numerateur   = "etp_realises_compares"
denominateur = "etp_conventionnes_compares"
definition   = "ETP d'insertion réalisés divisés par les ETP conventionnés, pour les seules structures qui ont transmis à la fois leurs heures et leurs annexes financières."
source       = "Annexes financières et heures d'insertion déclarées à l'ASP"
sensibilite  = 0
limites      = "Le taux dépasse 100 % lorsque les heures réalisées excèdent celles qui ont été conventionnées."
repere       = "environ 92 % en France en 2021 (Fédération des acteurs de la solidarité)"
---*/
with compares as (
    select
        r.annee,
        r.structure_id,
        r.valeur as realises,
        c.valeur as conventionnes
    from etp_insertion_realises as r
    inner join etp_conventionnes as c
        on c.annee = r.annee and c.structure_id = r.structure_id
)

select
    annee,
    structure_id,
    sum(realises) as etp_realises_compares,
    sum(conventionnes) as etp_conventionnes_compares
from compares
group by grouping sets ((annee, structure_id), (annee))
