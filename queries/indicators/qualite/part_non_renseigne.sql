/*---
code         = "QUA-03"
titre        = "Part de non-renseigné par caractéristique"
question     = "Les caractéristiques des salariés en insertion sont-elles renseignées ?"
sujet        = "la part de non-renseigné"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "baisse"
niveau       = "moyen"
agregation   = "ratio"
numerateur   = "personnes_non_renseignees"
denominateur = "personnes_observees"
fonde_sur    = "salaries_en_insertion"
definition   = "Personnes dont la caractéristique est vide ou inconnue ÷ salariés en insertion ayant travaillé au moins une heure dans l'année."
source       = "Contrats d'insertion déclarés à l'ASP"
sensibilite  = 0
limites      = "Une part fondée sur une caractéristique dont plus de 20 % des réponses manquent se lit avec prudence."
repere       = "au-delà de 35 % de participants incomplets, le FSE+ applique une correction"

[modalites]
sexe             = "Sexe"
naissance        = "Année de naissance"
qpv              = "Quartier prioritaire"
rsa              = "RSA"
rqth             = "Travailleur handicapé"
niveau_formation = "Niveau de formation"
duree_de         = "Durée de recherche d'emploi"
---*/
with caracteristiques as (
    select
        annee,
        unnest([
            'sexe', 'naissance', 'qpv', 'rsa', 'rqth', 'niveau_formation', 'duree_de'
        ]) as modalite,
        unnest([
            sexe is null,
            age is null,
            adresse_qpv is null,
            rsa is null,
            rqth is null,
            niveau_formation is null,
            duree_de is null
        ]) as est_vide
    from personnes_annee
    where structure_id is null and salarie_key is not null
)

select
    annee,
    modalite,
    count(*) filter (where est_vide) as personnes_non_renseignees,
    count(*) as personnes_observees
from caracteristiques
group by annee, modalite
