/*---
code         = "ENV-08"
titre        = "CO2e évité par le traitement des déchets"
question     = "Quelles émissions le recyclage et le compostage ont-ils permis d'éviter ailleurs ?"
sujet        = "le CO2e évité par le traitement"
accord       = "ms"
unite        = "tCO2e"
decimales    = 1
sens         = "baisse"
niveau       = "impact"
agregation   = "somme"
definition   = "Somme des tonnes sorties vers le recyclage, le compostage, la méthanisation ou l'élimination × facteur « Émissions évitées » du flux et du traitement (kgCO2e/t) ÷ 1 000. Le signe négatif de la Base Carbone est gardé : plus le nombre est bas, plus il est évité."
source       = "Base Carbone V23.6 (ADEME)"
sensibilite  = 0
fonde_sur    = "tonnage_sortant_par_destination"
modalites    = { textiles = "Textiles", autres_flux = "Autres flux" }
relations    = ["co2e_evite_traitement = co2e_evite_traitement.textiles + co2e_evite_traitement.autres_flux"]
odd          = ["13"]
iris         = "PI2764"
limites      = "Ne s'ajoute jamais au CO2e émis ni au CO2e évité par le réemploi ; une tonne réemployée n'entre pas ici. Le facteur des textiles (−25 t par tonne) écrase tous les autres et se lit à part. Le facteur de fin de vie moyenne n'est pas accordé à ce qui est incinéré ou stocké. Incertitude des facteurs : 10 à 100 %."
---*/
with groupes as (
    select
        annee,
        structure_id,
        unnest(['textiles', 'autres_flux']) as groupe
    from (select distinct annee, structure_id from traitements_dechets)
)

select
    g.annee,
    g.structure_id,
    g.groupe as modalite,
    coalesce(sum(t.tco2e_evite), 0) as valeur
from groupes as g
left join traitements_dechets as t
    on t.annee = g.annee
    and t.structure_id = g.structure_id
    and case t.flux when 'textiles' then 'textiles' else 'autres_flux' end = g.groupe
group by grouping sets (
    (g.annee, g.structure_id, g.groupe),
    (g.annee, g.structure_id),
    (g.annee, g.groupe),
    (g.annee)
)
having count(t.mouvement_id) = 0 or count(t.tco2e_evite) > 0
