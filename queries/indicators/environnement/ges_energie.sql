/*---
code         = "ENV-11"
titre        = "Émissions liées à l'énergie"
question     = "Quelles émissions de gaz à effet de serre l'énergie des bâtiments et des véhicules cause-t-elle ?"
sujet        = "les émissions liées à l'énergie"
accord       = "fp"
unite        = "tCO2e"
decimales    = 1
sens         = "baisse"
niveau       = "impact"
agregation   = "somme"
definition   = "Somme des énergies et carburants de l'année × facteur d'émission de cette année (kgCO2e par unité) ÷ 1 000 ; tant que le facteur d'une année n'est pas publié, le dernier connu sert. Une facture à cheval est répartie au jour près, chaque part avec le facteur de son année."
source       = "Base Carbone V23.6 (ADEME)"
sensibilite  = 0
odd          = ["13"]
iris         = "OI4112, OI9604"
limites      = "Électricité au mix français moyen, même si le contrat est « vert » ; réseau de chaleur au facteur de Saint-Denis. Fioul et bois n'ont pas de facteur ici et n'entrent pas. Les facteurs comptent aussi l'amont : ce n'est pas un bilan réglementaire des scopes 1 et 2."
---*/
select
    c.annee,
    c.structure_id,
    coalesce(sum(c.quantite * f.valeur), 0) * 0.001 as valeur
from consommations_annuelles as c
left join ref_facteurs_emission as f
    on f.domaine = 'energie'
    and f.poste = 'emis'
    and f.cle = c.fluide
    and f.unite_activite = c.unite
    and make_date(c.annee, 12, 31) between f.valid_from and coalesce(f.valid_to, '9999-12-31')
group by grouping sets ((c.annee, c.structure_id), (c.annee))
having count(*) filter (where c.fluide <> 'eau') = 0 or count(f.valeur) > 0
