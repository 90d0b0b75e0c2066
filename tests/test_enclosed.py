"""The files beside the page say figures, judged as such, and what somebody wrote beforehand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pipeline.errors import ConfidentialityError
from pipeline.printing.pdf import AttachedFile
from pipeline.published.beside import check_beside
from pipeline.published.enclosed import (
    check_enclosed,
    check_leaves,
    check_perimeters,
    check_record,
)
from pipeline.published.page import read_page
from pipeline.published.written import written
from tests.builders import YEAR, counts, gathered, indicator

OWN = written(["Achats (60) et 12 mois au plus", "sensibilite = 1", "jinja2==3.1.6"])
NAMES = {"graphique-3", "insertion/personnes|2025||moins_26"}
PERSONS = indicator()
KNOWN = replace(
    gathered([PERSONS], counts(PERSONS, {("", ""): 20})), perimeters={(PERSONS.id, YEAR): (2, 4)}
)


def record(**more: object) -> bytes:
    """Proofs as short as can be."""
    figure = {"cellule": "insertion/personnes|2025||moins_26", "texte": "3", "valeur": "3"}
    figure |= {"imprime": {"3 pers.": ["graphique-3"]}}  # type: ignore[dict-item]
    return json.dumps({"chiffres": [figure], "bibliotheques": {"jinja2": "3.1.6"}} | more).encode()


READ = {"fichiers": 3, "lignes_lues": 41, "lignes_gardees": 38, "lignes_ecartees": 3}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("preuves.json", record()),
        ("preuves.json", record(contrats=[READ], politique={"seuil": 7})),
        ("preuves.json", record(indicateurs=[{"perimetres": {"2025": [7, 8]}}])),
        ("d.csv", b"titre,structures_recues,structures_attendues\nAchats,7,8\n"),
        ("preuves.json", record(note="12 mois au plus", sensibilite=1, annee=2025, vide=None)),
        ("d.csv", b"titre,valeur,sensibilite\nAchats (60),3,1\n"),
    ],
)
def test_figures_and_what_was_written_are_expected(name: str, content: bytes) -> None:
    check_leaves(name, content, OWN, NAMES)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("preuves.json", record(note="trois mois au plus")),
        ("preuves.json", record(note=["12 personnes", None])),
        ("preuves.json", record(effectif=3)),
        ("preuves.json", record(effectif=3.5)),
        ("preuves.json", record(trois="")),
        ("preuves.json", record(trois={})),
        ("preuves.json", record(chiffres=[{"vrai": 3}])),
        ("preuves.json", record(chiffres=[{"imprime": {"s": ["graphique-4 bis 3"]}}])),
        ("preuves.json", record(note="a%203%20b")),
        ("d.csv", b"titre,valeur\nAchats (61),s\n"),
        ("d.csv", b"titre,trois\nAchats,s\n"),
        ("d.csv", b"titre,trois\n"),
        ("d.csv", b"titre,valeur\nAchats,s,3\n"),
        ("d.csv", b"titre,valeur\nAchats\n"),
        ("d.xlsx", b"PK"),
        ("d.txt", b"sans nombre"),
    ],
)
def test_any_other_number_is_refused_and_not_told(name: str, content: bytes) -> None:
    with pytest.raises(ConfidentialityError, match=rf"{name} \(.* ne peut être relu") as caught:
        check_leaves(name, content, OWN, NAMES)
    assert "trois" not in str(caught.value)
    assert " 3" not in str(caught.value)


def test_a_key_with_a_number_is_neither_what_calls_a_value_nor_told() -> None:
    check_leaves("preuves.json", record(sensibilite={"jinja2": 1}), OWN, NAMES)
    with pytest.raises(ConfidentialityError, match=r"preuves.json \(…\)"):
        check_leaves("preuves.json", record(note={"jinja2": 7}), OWN, NAMES)


def test_the_name_and_the_description_of_a_file_are_read_too() -> None:
    content = b"titre\nAchats\n"
    check_enclosed(AttachedFile("d.csv", content, "Les achats"), OWN, NAMES)
    for name, words in (("d.csv", "trois achats"), ("d-3.csv", "Les achats")):
        with pytest.raises(ConfidentialityError, match="nom et description"):
            check_enclosed(AttachedFile(name, content, words), OWN, NAMES)
    with pytest.raises(ConfidentialityError, match="titre"):
        check_enclosed(AttachedFile("d.csv", b"titre\nAchats (61)\n", "Les achats"), OWN, NAMES)


PAGE = read_page(
    b'<data value="contrat/achats/fichiers">2</data><data value="contrat/achats/lignes lues">1 '
    b'234</data><data value="contrat/budget/lignes lues">7</data>'
)
LINES = {"lignes_lues": 1234, "lignes_gardees": None, "lignes_ecartees": None}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({}, ""),
        ({"politique": {"seuil": 3}}, "politique/seuil"),
        ({"indicateurs": [{"indicateur": PERSONS.id, "perimetres": {YEAR: [3, 4]}}]}, "perimetres"),
        ({"contrats": [{"contrat": "achats", "fichiers": 7, **LINES}]}, "contrats"),
        ({"contrats": [{"contrat": "achats", "fichiers": 2, **LINES, "lignes_lues": 7}]}, "contr"),
    ],
)
def test_the_proofs_repeat_the_threshold_the_perimeters_and_the_lines(
    change: dict[str, Any], where: str
) -> None:
    right: dict[str, Any] = {
        "politique": {"seuil": 5},
        "indicateurs": [{"indicateur": PERSONS.id, "perimetres": {str(YEAR): [2, 4]}}],
        "contrats": [{"contrat": "achats", "fichiers": 2, **LINES}],
    }
    content = json.dumps(right | change).encode()
    if not where:
        check_record(content, PAGE, KNOWN, 5)
        return
    with pytest.raises(ConfidentialityError, match=where):
        check_record(content, PAGE, KNOWN, 5)


def test_a_row_says_the_structures_of_its_indicator() -> None:
    row = "indicateur,annee,structures_recues,structures_attendues\n" + PERSONS.id + ",{},{},{}\n"
    check_perimeters(row.format(YEAR, 2, 4).encode(), KNOWN)
    check_perimeters(row.format(1999, "", "").encode(), KNOWN)
    for told in ((YEAR, 3, 4), (YEAR, "", ""), (1999, 2, 4)):
        with pytest.raises(ConfidentialityError, match="structures_recues"):
            check_perimeters(row.format(*told).encode(), KNOWN)


RECORD: dict[str, Any] = {
    key: [] for key in ("chiffres", "autres_nombres", "indicateurs", "contrats")
}


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        ("autre.txt", b"", "un format que rien ne relit"),
        (
            "indicateurs.csv",
            f"indicateur,annee,structures_recues\n{PERSONS.id},{YEAR},3\n".encode(),
            "structures_recues",
        ),
        (
            "preuves.json",
            json.dumps(RECORD | {"politique": {"seuil": 3}}).encode(),
            "politique/seuil",
        ),
    ],
)
def test_each_file_beside_the_page_is_read(name: str, content: bytes, where: str) -> None:
    record = AttachedFile(
        "preuves.json", json.dumps(RECORD | {"politique": {"seuil": 5}}).encode(), ""
    )
    own = written(["seuil 3", "seuil 5", "recues 3"])
    page = read_page(b"<p>A</p>")
    check_beside(page, [record], KNOWN, 5, own)
    with pytest.raises(ConfidentialityError, match=where):
        check_beside(page, [AttachedFile(name, content, ""), record], KNOWN, 5, own)
