"""No orphan digit: every number of the PDF, of the page and of the tables is in preuves.json."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.e2e.command import DEMO, Printed
from tests.numbers import orphans, own_words, reference_words, strings_of

JOINED = re.compile(r"(?<=\d)[\u202f\u00a0](?=\d)")
HIDDEN_CODES = re.compile(r"[A-Z]{2}\d{4}|\d{1,2}\.[0-9a-z]+|\d{1,2}|[A-Z]{3}-\d\d")


def proofs(printed: Printed) -> dict[str, Any]:
    funder = printed.pdf.stem[len("rapport-2025") :]
    found: dict[str, Any] = json.loads((printed.folder / f"preuves{funder}.json").read_bytes())
    return found


def words(printed: Printed, record: dict[str, Any]) -> list[str]:
    """What stands in the page with digits and is told, word for word, somewhere that is kept."""
    with (printed.folder / "anomalies.csv").open(encoding="utf-8", newline="") as file:
        faults = [cell for row in csv.reader(file) for cell in row]
    versions = [f"{name} {number}" for name, number in record["bibliotheques"].items()]
    paths = [file["chemin"] for file in record["fichiers"]]
    heads = list(strings_of(record["indicateurs"]))
    others = [
        text
        for head in record["indicateurs"]
        for text in (f"ODD\u00a0{', '.join(head['odd'])}", head["iris"].replace("≈ ", "≈\u00a0"))
    ]
    return [*own_words(DEMO), *reference_words(), *heads, *others, *paths, *versions, *faults]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def page(demo: Printed) -> str:
    return demo.pdf.with_suffix(".html").read_text(encoding="utf-8")


@pytest.fixture(params=["demo", "fabrique"])
def printed(request: pytest.FixtureRequest) -> Printed:
    """The report, and an earlier edition for a funder with its own criteria."""
    own: Printed = request.getfixturevalue(request.param)
    return own


def test_no_number_of_the_page_is_an_orphan(printed: Printed) -> None:
    record, html = proofs(printed), printed.pdf.with_suffix(".html").read_text(encoding="utf-8")
    assert orphans(html, record, words(printed, record)) == []


def test_the_counts_of_rows_are_those_of_the_files(printed: Printed) -> None:
    record = proofs(printed)
    told = {one["origine"][0]: one["texte"] for one in record["autres_nombres"]}
    for contract in record["contrats"]:
        known = {"fichiers": "fichiers", "lues": "lignes lues", "gardees": "lignes comptées"}
        for key, name in known.items():
            count = contract[key if key == "fichiers" else f"lignes_{key}"]
            text = told.get(f"contrat/{contract['contrat']}/{name}")
            assert (text is None) == (count is None), (contract, name)
            assert text is None or count == int(re.sub(r"\D", "", text)), (contract, name)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Chaque code du rapport mène ici.", "Chacun des 7 codes du rapport mène ici."),
        (">61,8\u202f%</data>", ">61,83\u202f%</data>"),
        ("en hausse de 9,7 points", "en hausse de 99,73 points"),
        ("Commune Mesure", "Commune Mesure 4"),
        (
            "La même personne peut venir à plusieurs activités",
            "La même personne vient à 3 activités",
        ),
        ("national de 25", "national de 26"),
    ],
)
def test_an_invented_digit_is_found(demo: Printed, page: str, before: str, after: str) -> None:
    record = proofs(demo)
    assert before in page
    assert len(orphans(page.replace(before, after, 1), record, words(demo, record))) == 1


def test_the_paper_shows_the_numbers_of_the_page_and_those_of_its_pages(
    demo: Printed, page: str
) -> None:
    document = pypdfium2.PdfDocument(demo.pdf)
    shown = unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL))
    known = {*re.findall(r"\d+", JOINED.sub("", shown))}
    known |= {str(number) for number in range(1, len(document) + 1)}
    for sheet in document:
        text = JOINED.sub("", sheet.get_textpage().get_text_range())
        assert {*re.findall(r"\d+", text)} <= known


def test_the_table_of_figures_holds_those_of_the_proofs_and_no_other(demo: Printed) -> None:
    record = proofs(demo)
    proved = Counter(
        (*cell["cellule"].split("|")[:2], cell["valeur"]) for cell in record["chiffres"]
    )
    found = rows(demo.folder / "indicateurs.csv")
    shown = Counter((row["indicateur"], row["annee"], row["valeur"]) for row in found)
    assert not Counter({key: n for key, n in shown.items() if key[2]}) - proved
    perimeters = {one["indicateur"]: one["perimetres"] for one in record["indicateurs"]}
    for row in found:
        told = [int(row[name]) for name in ("structures_recues", "structures_attendues")]
        assert told == perimeters[row["indicateur"]][row["annee"]]


def test_the_other_tables_hold_definitions_and_fingerprints_of_the_proofs(demo: Printed) -> None:
    record = proofs(demo)
    told = {*strings_of(record["indicateurs"])}
    told |= {one["sha256"] for one in record["requetes"]}
    for row in rows(demo.folder / "dictionnaire.csv"):
        for name, cell in row.items():
            if re.search(r"\d", cell) and cell.removeprefix("'") not in told:
                rest = HIDDEN_CODES.sub("", cell)
                assert not re.search(r"\d", rest), (row["code"], name, cell)
    files = {
        (one["chemin"], one.get("sha256", ""), one.get("sceau", "")) for one in record["fichiers"]
    }
    for row in rows(demo.folder / "fichiers.csv"):
        assert (row["fichier"], row["sha256"], row["sceau"]) in files
