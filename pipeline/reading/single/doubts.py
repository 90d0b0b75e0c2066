"""What is said of a file without contract: why a line is set aside, what no contract settles."""

from __future__ import annotations

from pipeline.reading.refusals import Refused

OPEN_QUOTE = Refused(
    "guillemet_non_ferme",
    "guillemet ouvert et jamais fermé",
    'fermez le guillemet ("), ou supprimez-le',
)
TOO_SHORT = Refused(
    "ligne_trop_courte",
    "moins de cellules que de colonnes",
    "complétez la ligne : il faut autant de cellules que de colonnes, même vides",
)
TOO_LONG = Refused(
    "ligne_trop_longue",
    "plus de cellules que de colonnes",
    "un séparateur est sans doute dans un texte : mettez ce texte entre guillemets",
)
CUT = Refused(
    "fichier_coupe",
    "dernière ligne incomplète : le fichier semble coupé",
    "refaites l'export et vérifiez la dernière ligne",
)
LIKE_A_ROW = Refused(
    "en_tete_douteux",
    "la ligne prise pour l'en-tête contient des nombres ou des dates",
    "si le fichier n'a pas d'en-tête, ajoutez-en un",
)
LIKE_A_TOTAL = Refused(
    "total_probable",
    "cette ligne semble un total ; elle est gardée, faute de contrat qui le dise",
    "retirez-la si elle double les autres lignes",
)
TITLES = Refused(
    "titres_completes",
    "des titres manquent ou se répètent : ils sont complétés par un numéro",
    "donnez à chaque colonne un titre à elle",
)
NO_TITLES = Refused(
    "titres_absents",
    "aucune ligne de titres : la première porte déjà des données, les colonnes sont numérotées",
    "ajoutez au-dessus une ligne avec un titre par colonne",
)
FEWER_TITLES = Refused(
    "titres_moins_nombreux",
    "des lignes se terminent par une cellule vide que l'en-tête n'a pas : elle est retirée",
    "vérifiez qu'aucun titre ne manque et que chacun est au-dessus de sa colonne",
)
