"""The mistakes left in the files on purpose: each is known, documented and found again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from cast import Book, Row, Value


class Planted(NamedTuple):
    """One mistake. `marker` is a text found on its lines only; empty for a whole file."""

    what: str
    file: str
    marker: str
    code: str
    effect: str
    lines: int = 1


# fmt: off
FAULTS = (
    Planted("structure inconnue", "declic/2024/activites_publics.csv", "dec-2024-901",
            "reference_inconnue", "ligne mise de côté"),
    Planted("sortie sans contrat", "jardins/2024/sorties.csv", "JAR-2024-099",
            "reference_inconnue", "ligne mise de côté"),
    Planted("fin avant le début", "ressourcerie/2023/Pmsmp 2023.csv", "P-RES-2023-91",
            "dates_inversees", "ligne mise de côté"),
    Planted("ligne recopiée à l'identique", "graine/2023/Achats.csv", "A-GRA-2023-01",
            "doublon_exact", "comptée une fois", 2),
    Planted("même identifiant, contenu différent", "theatre/2022/achats 2022.csv",
            "A-THE-2022-70", "cle_en_double", "les deux lignes mises de côté", 2),
    Planted("fichier absent", "velo/2025/Dechets 2025.csv", "", "manquant",
            "déchets 2025 de velo non transmis"),
    Planted("fichier absent", "theatre/2024/budget 2024.csv", "", "manquant",
            "budget 2024 de theatre non transmis"),
    Planted("plus de 250 heures dans le mois", "atelier-fil/2022/HEURES_INSERTION.CSV",
            "1\xa0126,7", "valeur_trop_grande", "ligne mise de côté"),
    Planted("heures d'un contrat inexistant", "jardins/2022/heures insertion.csv",
            "JAR-2022-088", "reference_inconnue", "ligne mise de côté"),
    Planted("motif de sortie inconnu", "atelier-fil/2022/SORTIES.CSV", "S-ATE-2022-91",
            "valeur_inconnue", "ligne mise de côté"),
    Planted("date impossible", "cuisine/2024/Formations.csv", "31/02/2024",
            "date_impossible", "ligne mise de côté"),
    Planted("montant illisible", "declic/2023/achats.csv", "A-DEC-2023-91",
            "nombre_illisible", "ligne mise de côté"),
    Planted("plus de femmes que de personnes", "velo/2023/Activites_publics 2023.csv",
            "vel-2023-901", "trop_de_femmes", "ligne mise de côté"),
    Planted("nombre ambigu", "ressourcerie/2024/Dechets 2024.csv", "D-RES-2024-901",
            "nombre_ambigu", "ligne mise de côté"),
    Planted("fichier étranger", "theatre/2023/notes reunion.csv", "", "fichier_non_lu",
            "fichier non lu"),
)
# fmt: on
STRAY = "theatre/2023/notes reunion.csv"
STRAY_TEXT = (
    "Réunion du 12 septembre;;\r\nPoint;Qui;Quand\r\nClés de la salle;accueil;octobre\r\n"
    "Affiche de la fête;Théâtre des Quais;à voir\r\n"
)
NOT_SENT = (("dechets", "velo", 2025), ("budget", "theatre", 2024))


def plant(book: Book) -> None:
    """Put the mistakes in. They add rows that will be set aside, and hardly touch the story."""
    for place in NOT_SENT:
        del book[place]
    _copy(
        book, "activites_publics", "declic", 2024, activite_id="dec-2024-901", structure_id="declik"
    )
    _copy(book, "sorties", "jardins", 2024, sortie_id="S-JAR-2024-91", contrat_id="JAR-2024-099")
    _copy(
        book,
        "pmsmp",
        "ressourcerie",
        2023,
        pmsmp_id="P-RES-2023-91",
        date_debut=date(2023, 10, 16),
        date_fin=date(2023, 10, 6),
    )
    _copy(book, "achats", "graine", 2023)
    for amount in ("120", "210"):
        _copy(
            book,
            "achats",
            "theatre",
            2022,
            achat_id="A-THE-2022-70",
            montant_ht_eur=Decimal(amount),
        )
    _ten_times_too_many_hours(book)
    _copy(book, "heures_insertion", "jardins", 2022, contrat_id="JAR-2022-088")
    _copy(
        book,
        "sorties",
        "atelier-fil",
        2022,
        sortie_id="S-ATE-2022-91",
        motif="parti à Lyon",
        **_still_there(book, "atelier-fil", 2022),
    )
    _copy(
        book,
        "formations",
        "cuisine",
        2024,
        formation_id="F-CUI-2024-91",
        date_debut=date(2024, 2, 5),
        date_fin="31/02/2024",
    )
    _copy(book, "achats", "declic", 2023, achat_id="A-DEC-2023-91", montant_ht_eur="abc")
    _copy(
        book,
        "activites_publics",
        "velo",
        2023,
        activite_id="vel-2023-901",
        nb_personnes=12,
        nb_passages=14,
        nb_femmes=31,
    )
    _copy(book, "dechets", "ressourcerie", 2024, mouvement_id="D-RES-2024-901", poids_kg="1.234")


def _copy(book: Book, contract: str, structure: str, year: int, **changes: Value) -> None:
    """Add a copy of the file's first row with some changes."""
    rows = book[contract, structure, year]
    rows.append({**rows[0], **changes})


def _ten_times_too_many_hours(book: Book) -> None:
    """A month of 112,67 hours typed with the comma one digit too far."""
    rows = book["heures_insertion", "atelier-fil", 2022]
    row = next(r for r in rows if r["heures_payees"] == Decimal("112.67"))
    row["heures_payees"] = Decimal("1126.7")


def _still_there(book: Book, structure: str, year: int) -> Row:
    """Contract and person of somebody who had not left by the end of the year."""
    signed = book["contrats_insertion", structure, None]
    rows = [row for row in signed if str(year) in str(row["contrat_id"])]
    gone = {row["salarie_key"] for _, _, row in book.of("sorties")}
    row = next((r for r in reversed(rows) if r["salarie_key"] not in gone), rows[-1])
    return {
        "salarie_key": row["salarie_key"],
        "contrat_id": row["contrat_id"],
        "date_sortie": date(year, 12, 20),
    }
