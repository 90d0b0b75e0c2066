"""What coordinators send that reads at first sight: refused for its true reason, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.reading.formats import unread_name
from pipeline.reading.frames.personal_columns import may_be_a_person
from pipeline.reading.sources import is_apart
from tests.intake import delivery
from tests.workbooks import xlsx

FOLDER = "depots/recyclerie/2025"
HEADER = "achat_id;fournisseur_nom;montant_ht_eur;categorie"
BUDGET = "compte;libelle;nature;montant_eur\n60;Achats;realise;7"
Told = tuple[str, int, str]  # code, line and column that show it

REFUSED: dict[str, tuple[str, Told]] = {
    "titre en k€": (
        "achat_id;fournisseur_nom;Montant HT (en k€);categorie\nA1;Bio;12;x",
        ("unite_de_colonne", 1, "C"),
    ),
    "unités dessous": (f"{HEADER}\n;;k€;\nA1;Bio;12;x", ("unite_de_colonne", 1, "C")),
    "tonnes": (
        "mouvement_id;date;sens;flux;Poids (t)\nM1;01/03/2025;entrant;textiles;1",
        ("unite_de_colonne", 1, "E"),
    ),
    "autre ordre": (
        f"{HEADER}\nA1;Bio;1;x\nachat_id;fournisseur_nom;categorie;montant_ht_eur\nA2;Bio;y;2",
        ("autre_tableau", 3, ""),
    ),
    "autre modèle": (f"{HEADER}\nA1;Bio;1;x\n\n{BUDGET}", ("autre_tableau", 4, "")),
    "autre modèle, plus large": (
        f"{HEADER}\nA1;Bio;1;x\n\ncompte;libelle;nature;montant_eur;action_id\n60;Achats;realise;7",
        ("autre_tableau", 4, ""),
    ),
    "deux fois côte à côte": (
        f"{HEADER};;{HEADER}\nA1;Bio;1;x;;A2;Bio;2;x",
        ("tableaux_cote_a_cote", 1, "F"),
    ),
    "autre modèle à côté": (
        f"{HEADER};;compte;libelle;nature;montant_eur\nA1;Bio;1;x;;60;Achats;realise;7",
        ("tableaux_cote_a_cote", 1, "F"),
    ),
    "croisé": (
        "Étiquettes de lignes;Somme de montant\nBio;12\nTotal général;12",
        ("tableau_croise", 1, ""),
    ),
    "chapeaux": ("achat_id^annee^montant_ht_eur\nA1^2025^3", ("separateur_inconnu", 1, "")),
    "espaces": ("achat_id   annee  montant_ht_eur\nA1  2025  3", ("separateur_inconnu", 1, "")),
    "blanc": ('\n;;;\n  \n"";\n', ("fichier_vide", 0, "")),
    "json": ('[{"achat_id": "A1", "annee": 2025}]', ("format_non_lu", 0, "")),
    "anglais": ("purchase;supplier;amount\nA1;Bio;12", ("en_tete_absent", 1, "")),
}


def test_each_is_refused_for_its_own_reason(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"{FOLDER}/{name}.csv": text for name, (text, _) in REFUSED.items()
    }
    with delivery(tmp_path, files) as (intake, db):
        assert db.execute("select count(*) from achats").fetchall() == [(0,)]
    found = {
        fault.file.removeprefix(f"{FOLDER}/").removesuffix(".csv"): (
            fault.code,
            fault.seen_on,
            fault.letter,
        )
        for fault in intake.faults
    }
    assert found == {name: told for name, (_, told) in REFUSED.items()}
    assert len(intake.faults) == len(REFUSED)


def test_what_looks_like_them_is_read(tmp_path: Path) -> None:
    year = [["achat_id", "fournisseur_nom", "montant_ht_eur"], ["A6", "Bio", "7"]]
    files: dict[str, str | bytes] = {
        f"{FOLDER}/unité.csv": "achat_id;Montant HT (€);groupe\n;€;\nA1;12;oui\n",
        f"{FOLDER}/répété.csv": f"{HEADER}\nA2;Bio;1;x\nachat_id;Fournisseur;Montant HT;\nA3;B;2;x",
        f"{FOLDER}/notes.csv": f"{HEADER}\nA4;Bio;1;x\n# à vérifier\n#5;Bio;2;x\n",
        f"{FOLDER}/collés.csv": f"{HEADER}\nA7;Bio;1;x\n\ufeff{HEADER}\nA8;Bio;2;x\n",
        f"{FOLDER}/bas.csv": "\n" * 50 + f"{HEADER};;\nA5;Bio;1;x;;\n",
        "depots/recyclerie/achats.xlsx": xlsx({"2024": year}),
    }
    with delivery(tmp_path, files) as (intake, db):
        rows = db.execute("select achat_id, annee from achats order by all").fetchall()
    plain = [(name, 2025) for name in ("#5", "A1", "A2", "A3", "A4", "A5")]
    assert rows == [*plain, ("A6", 2024), ("A7", 2025), ("A8", 2025)]
    assert [fault.code for fault in intake.faults] == ["nombre_illisible"]  # titles spelt otherwise


def test_a_title_that_is_a_name_is_told_by_its_place(tmp_path: Path) -> None:
    text = f"{HEADER};DUPONT Zoé;Vu par\nA1;Bio;1;x;1;2\n"
    with delivery(tmp_path, {f"{FOLDER}/achats.csv": text}) as (intake, _):
        (fault,) = intake.faults
    assert fault.reason.endswith(": « titre non montré, colonne E », « Vu par ».")


@pytest.mark.parametrize(
    ("title", "is_one"),
    [
        ("DUPONT Jean", True),
        ("Jean-Luc MARTIN", True),
        ("Mme Martin", True),
        ("M. DURAND", True),
        ("Montant HT", False),
        ("NOM DU SITE", False),
        ("Vu par", False),
        ("Remarque", False),
        ("Mode", False),
        ("", False),
    ],
)
def test_titles_that_may_be_names(title: str, is_one: bool) -> None:  # noqa: FBT001
    assert may_be_a_person(title) is is_one


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".achats.csv.icloud", "Le fichier est resté dans le nuage."),
        ("achats.csv.crdownload", "Téléchargement ou enregistrement inachevé."),
        ("achats.GSHEET", "C'est un raccourci vers un tableau, non le tableau."),
        ("envoi.7z", "Archive d'un format non lu."),
        ("achats.numbers", "Format de tableau non lu."),
        ("achats.docx", "C'est un document, non un tableau."),
        ("achats", "Nom sans extension : format inconnu."),
        ("achats.dat", "Format non lu."),
    ],
)
def test_each_kind_of_file_that_is_no_table_is_named(name: str, reason: str) -> None:
    assert unread_name(name).reason == reason
    assert not is_apart(("depots", name))
