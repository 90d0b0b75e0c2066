"""The files that the PDF carries: each once, well formed, and no small number of persons."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections import Counter
from decimal import Decimal

import pytest

from tests.e2e.command import ROOT, Printed
from tests.e2e.paper import attached

EDITIONS = ("demo", "fabrique")
STATES = {"valeur", "masqué", "non significatif", "non transmis", "sans objet"}
TYPES = {
    "string": re.compile(r"(?s).*"),
    "year": re.compile(r"20\d\d"),
    "integer": re.compile(r"-?\d+"),
    "number": re.compile(r"-?\d+(\.\d+)?"),
}

Row = dict[str, str]


@pytest.fixture(params=EDITIONS)
def edition(request: pytest.FixtureRequest) -> Printed:
    found: Printed = request.getfixturevalue(request.param)
    return found


def rows(data: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))


def complaints(data: bytes, schema: bytes) -> list[str]:
    """Where a CSV is not what its Table Schema says: names, types."""
    fields = json.loads(schema)["fields"]
    header, *lines = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
    if header != [field["name"] for field in fields]:
        return [f"columns: {header}"]
    return [
        f"line {number}, {field['name']}: {cell!r} is no {field['type']}"
        for number, line in enumerate(lines, start=2)
        for field, cell in zip(fields, line, strict=True)
        if cell and not TYPES[field["type"]].fullmatch(cell)
    ]


def heads() -> dict[str, dict[str, object]]:
    """The head of each indicator's SQL file, by its id."""
    folder = ROOT / "queries" / "indicators"
    return {
        path.relative_to(folder).with_suffix("").as_posix(): tomllib.loads(
            path.read_text(encoding="utf-8").partition("/*---")[2].partition("---*/")[0]
        )
        for path in folder.rglob("*.sql")
    }


def test_each_file_is_attached_once_and_published_beside_the_report(edition: Printed) -> None:
    files = attached(edition.pdf)
    names = Counter(name for name, _ in files)
    assert set(names.values()) == {1}
    assert {"indicateurs.csv", "indicateurs.schema.json", "fichiers.csv"} <= set(names)
    for name, data in files:
        assert (edition.folder / name).read_bytes() == data, name
    assert not any(name.startswith("anomalies") for name in names)


def test_the_figures_are_what_their_schema_says(edition: Printed) -> None:
    files = dict(attached(edition.pdf))
    data, schema = files["indicateurs.csv"], files["indicateurs.schema.json"]
    assert complaints(data, schema) == []
    assert complaints(data.replace(b",2024,", b",an dernier,", 1), schema)
    assert {row["etat"] for row in rows(data)} <= STATES


def test_a_figure_has_a_value_in_its_own_state_only(edition: Printed) -> None:
    found = rows(dict(attached(edition.pdf))["indicateurs.csv"])
    assert {row["etat"] for row in found} >= {"valeur", "masqué"}
    for row in found:
        assert bool(row["valeur"]) == (row["etat"] == "valeur"), row


def test_each_state_is_met(demo: Printed) -> None:
    found = rows(dict(attached(demo.pdf))["indicateurs.csv"])
    assert {row["etat"] for row in found} >= {"valeur", "masqué", "non significatif"}


def test_no_attached_cell_counts_one_to_four_persons(edition: Printed) -> None:
    known = heads()
    counts = [
        row
        for row in rows(dict(attached(edition.pdf))["indicateurs.csv"])
        if row["unite"] == "pers."
        or (known[row["indicateur"]]["sensibilite"] and row["unite"] == "nb")
    ]
    printed = [row for row in counts if row["valeur"]]
    assert len(printed) > 5  # there is something to look at
    assert [row for row in printed if 0 < Decimal(row["valeur"]) < 5] == []
    assert any(row["etat"] == "masqué" for row in counts)
