/*---
code         = "QUA-02"
titre        = "Part des lignes mises de côté"
question     = "Quelle part des lignes transmises n'a pas pu être comptée ?"
sujet        = "la part des lignes mises de côté"
accord       = "fs"
unite        = "%"
decimales    = 1
sens         = "baisse"
niveau       = "moyen"
agregation   = "ratio"
numerateur   = "lignes_mises_de_cote"
denominateur = "lignes_de_donnees"
definition   = "Lignes mises de côté divisées par les lignes de données des fichiers de l'année ; les lignes vides, les titres et les totaux n'en sont pas. Un fichier qui couvre plusieurs années n'y compte pas : ses lignes sont dans le bilan en annexe."
source       = "Journal de lecture des fichiers"
sensibilite  = 0
limites      = "Une ligne mise de côté pèse autant qu'une autre, quel que soit ce qu'elle décrit : leur liste, avec le motif et le remède, dit ce qui manque aux chiffres. Donné pour le pôle seulement : par structure, il dirait combien de lignes elle a transmises."
---*/
select
    b.annee,
    sum(b.mises_de_cote) as lignes_mises_de_cote,
    sum(b.lignes - b.ignorees) as lignes_de_donnees
from bilan_fichiers as b
inner join annees as a on a.annee = b.annee
group by b.annee
