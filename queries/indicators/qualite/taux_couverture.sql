/*---
code         = "QUA-01"
titre        = "Taux de couverture des fichiers attendus"
question     = "Les structures ont-elles transmis les fichiers attendus ?"
sujet        = "le taux de couverture"
accord       = "ms"
unite        = "%"
decimales    = 0
sens         = "conformite"
niveau       = "moyen"
agregation   = "ratio"
numerateur   = "fichiers_recus"
denominateur = "fichiers_attendus"
definition   = "Fichiers reçus divisés par les fichiers attendus des structures membres pour l'année. Un fichier sans objet pour une structure n'est pas attendu."
source       = "Dossiers de dépôt des structures"
sensibilite  = 0
---*/
select
    a.annee,
    l.structure_id,
    count(*) filter (where l.etat = 'reçu') as fichiers_recus,
    count(*) as fichiers_attendus
from livraisons as l
inner join annees as a on a.annee = l.annee
where l.etat in ('reçu', 'manquant')
group by grouping sets ((a.annee, l.structure_id), (a.annee))
