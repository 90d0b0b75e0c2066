/* One row for each structure and each year in which it was a member, even for a day.
   The exit date is the last day of presence. */
select
    a.annee,
    s.structure_id,
    s.siret,
    s.code_commune,
    s.categorie_art9,
    s.surface_occupee_m2,
    coalesce(s.date_sortie, make_date(a.annee, 12, 31)) >= make_date(a.annee, 12, 31)
        as presente_en_fin_d_annee,
    s.residente and presente_en_fin_d_annee as residente_en_fin_d_annee
from annees as a
inner join structures as s
    on s.date_entree <= make_date(a.annee, 12, 31)
    and coalesce(s.date_sortie, make_date(a.annee, 12, 31)) >= make_date(a.annee, 1, 1)
