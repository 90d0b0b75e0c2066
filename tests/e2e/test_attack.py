"""Attacks on the final files of the demonstration: subtraction, shares, drawings, attachments."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.editions.ledger import read_ledger
from pipeline.secrecy.audit import audit
from pipeline.secrecy.facts import expand, label
from pipeline.secrecy.witness import proves
from tests.e2e.attack import Cell, Reader, heads
from tests.e2e.command import ROOT, Printed
from tests.e2e.paper import attached

HEADS = heads(ROOT)
CHART = re.compile(r'<div class="bloc" id="(graphique-\d+)">.*?(<svg.*?</svg>)', re.DOTALL)
PART = re.compile(  # in colour: neither a ground nor a track
    r'<path d="M ([\d.]+) ([\d.]+) \n?L ([\d.]+) [\d.]+ \n?L [\d.]+ ([\d.]+) \n?L [\d. ]+\n?z\s*" '
    r'style="fill: #(?!ffffff|e8ebef|d7dce3)[0-9a-f]{6}"'
)
LINE = re.compile(
    r'<path d="([^"]+)" style="fill: none; stroke: (#[0-9a-f]{6}); stroke-width: 1.[47]"'
)


def described(printed: Printed) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((printed.folder / "publication.json").read_bytes())
    return found


def names(printed: Printed) -> dict[str, str]:
    """What the table of figures calls each structure: members are listed in the description."""
    return {one["dims"]["structure"]: one["name"] for one in described(printed)["insiders"]}


def truth(printed: Printed) -> dict[Cell, int]:
    """The true counts, by the names that the table of figures gives."""
    places, found = names(printed), {}
    labels = {value: label for head in HEADS.values() for value, label in head.categories.items()}
    for cell in described(printed)["cells"]:
        dims = cell["dims"]
        if "version" not in dims and "true" in cell and cell.get("kind") != "real":
            structure, category = dims.get("structure", ""), dims.get("modalite", "")
            place = (dims["annee"], places.get(structure, structure))
            found[cell["measure"], *place, labels.get(category, category)] = cell["true"]
    return found


def first_look(printed: Printed) -> Reader:
    """The edition, with the one already out, which the reader kept."""
    one = Reader(printed.folder / "indicateurs.csv", HEADS, truth(printed))
    (earlier,) = read_ledger(ROOT / "data" / "demo")
    one.recall(earlier, HEADS, names(printed))
    return one


@cache
def reader(printed: Printed) -> Reader:
    one = first_look(printed)
    one.think()
    return one


def test_no_small_count_is_found_by_sums_and_shares(demo: Printed) -> None:
    one = reader(demo)
    assert len(one.hidden) > 20  # there is something to find
    assert len(one.sums) > 500
    assert len(one.shares) > 300
    assert one.found() == {}


def test_the_same_arithmetic_finds_somebody_once_the_other_masks_are_removed(
    demo: Printed,
) -> None:
    """All at once: one by one, which mask is missed first would take long to find."""
    known, one = truth(demo), first_look(demo)
    others = {cell for cell in one.hidden if known[cell] >= 5}
    assert others
    one.beliefs |= {cell: (known[cell], known[cell]) for cell in others}
    one.think()
    assert one.found(), "no mask was needed"
    assert others.isdisjoint(one.found())


def partner(printed: Printed, member: str, *, told: Cell | None = None) -> Reader:
    """A member that adds all its own counts, and one that somebody `told` it, to the report."""
    one, known = first_look(printed), truth(printed)
    for cell, count in known.items():
        if cell in one.beliefs and (cell[2] == member or cell == told):
            one.beliefs[cell] = (count, count)
    one.think()
    return one


def test_a_partner_with_its_own_counts_finds_nobody_where_the_audit_finds_nobody(
    demo: Printed,
) -> None:
    """Les Berges, the largest: told one more count, of a structure that only masks protect."""
    known, member = truth(demo), "Les Berges en commun"
    others = {cell: n for cell, n in known.items() if cell[2] not in {"", member}}
    one = partner(demo, member)
    assert sum(cell[2] == member for cell in one.beliefs) > 100
    assert not {cell for cell in one.found() if cell in others}
    large = sorted(cell for cell in one.hidden if others.get(cell, 0) >= 5)
    assert any(partner(demo, member, told=cell).found() for cell in large), "no mask was needed"


def test_the_audit_refuses_the_description_once_a_mask_is_removed(demo: Printed) -> None:
    """Not of each one: a mask may protect together with others only."""

    def finds_somebody_without(rank: int) -> bool:
        description = described(demo)
        masked = [c for c in description["cells"] if c["published"] == "s" and c["true"] >= 5]
        masked[rank]["published"] = masked[rank]["true"]
        return bool(audit(description, insiders=False).findings)

    assert any(finds_somebody_without(rank) for rank in range(8))


def test_every_small_count_that_is_hidden_keeps_two_tables_that_anybody_may_check(
    demo: Printed,
) -> None:
    """Exact whole numbers, no solver: both agree with all that is published, three apart."""
    description = described(demo)
    facts = expand(description)
    place = {label(cell.name): rank for rank, cell in enumerate(facts.cells)}
    kept = json.loads((demo.folder / "temoins.json").read_bytes())
    tables = [{place[name]: value for name, value in table.items()} for table in kept["tables"]]
    cases = [(place[one["case"]], one["tables"]) for one in kept["cases"]]
    told = proves(facts, {}, tables, cases)
    apart = {one["case"]: width for one, width in zip(kept["cases"], told, strict=True)}
    small = {
        label(cell.name)
        for cell in facts.cells
        if not cell.is_real and cell.sensitive is None and cell.true in range(1, 5)
    }
    assert small <= set(apart)
    assert min(apart.values()) >= 3


def test_no_bar_is_drawn_for_a_hidden_figure_and_the_others_say_what_is_printed(
    demo: Printed,
) -> None:
    """Lengths are read back from the drawings, and compared with the printed values."""
    page = demo.pdf.with_suffix(".html").read_text(encoding="utf-8")
    record = json.loads((demo.folder / "preuves.json").read_bytes())
    values = shown_values(record)
    read = 0
    for place, svg in CHART.findall(page):
        lengths = lengths_of(PART.finditer(svg))
        read += len(lengths)
        assert not lengths or fits(lengths, values[place]), place
    assert read > 50


def test_no_line_passes_by_the_year_of_a_hidden_figure(demo: Printed) -> None:
    """As many marks on a line as figures printed: a hidden one has neither point nor height."""
    page = demo.pdf.with_suffix(".html").read_text(encoding="utf-8")
    (svg,) = [svg for place, svg in CHART.findall(page) if place == "graphique-1"]
    rows = list(csv.DictReader((demo.folder / "indicateurs.csv").open(encoding="utf-8")))
    shown = {
        code: [r["annee"] for r in rows if r["code"] == code and not r["structure"] and r["valeur"]]
        for code in ("INS-16", "INS-17")
    }
    assert len(shown["INS-17"]) < len(shown["INS-16"])  # there is a hidden year
    drawn = Counter[str]()
    for path, ink in LINE.findall(svg):
        drawn[ink] += len(re.findall(r"[ML] ", path))
    assert sorted(drawn.values()) == sorted(map(len, shown.values()))


def fits(lengths: list[float], values: set[float]) -> bool:
    """Whether on some scale every length is a printed value, to 1 % of the longest."""
    longest = max(lengths)
    return any(
        all(any(abs(size / longest * top - v) <= 0.01 * top for v in values) for size in lengths)
        for top in values
        if top > 0
    )


def test_a_bar_of_another_value_would_be_seen() -> None:
    assert fits([30.0, 20.0, 10.0], {6.0, 4.0, 2.0})
    assert not fits([30.0, 20.0, 15.0], {6.0, 4.0, 2.0})


def shown_values(record: Mapping[str, Any]) -> dict[str, set[float]]:
    """Place → the values that are printed, of the indicators that it draws."""
    drawn: dict[str, set[str]] = {}
    for one in record["chiffres"]:
        for places in one["imprime"].values():
            for place in places:
                drawn.setdefault(place, set()).add(one["cellule"].split("|")[0])
    for one in record["autres_nombres"]:
        for place in one["imprime"]:
            cells = (origin for origin in one["origine"] if origin.count("|") == 3)
            drawn.setdefault(place, set()).update(cell.split("|")[0] for cell in cells)
    return {
        place: {
            float(one["valeur"])
            for one in record["chiffres"]
            if one["valeur"] and one["cellule"].split("|")[0] in indicators
        }
        for place, indicators in drawn.items()
    }


def lengths_of(parts: Iterable[re.Match[str]]) -> list[float]:
    """The lengths of bars, or the heights of the parts of columns, which are equally wide.

    Squares are keys, or a matrix.
    """
    corners = [[float(one[n]) for n in range(1, 5)] for one in parts]
    sizes = [(abs(x2 - x1), abs(y3 - y1)) for x1, y1, x2, y3 in corners]
    bars = [(wide, high) for wide, high in sizes if abs(wide - high) > 0.01]
    side = 0 if len({round(wide, 1) for wide, _ in bars}) > 1 else 1
    return [bar[side] for bar in bars]


def test_the_attached_files_hold_no_value_for_a_figure_that_is_not_printed(demo: Printed) -> None:
    files = dict(attached(demo.pdf))
    rows = list(csv.DictReader(io.StringIO(files["indicateurs.csv"].decode())))
    assert {row["valeur"] for row in rows if row["etat"] != "valeur"} == {""}
    record = json.loads(files["preuves.json"])
    silent = [one for one in record["chiffres"] if one["etat"] != "valeur"]
    assert {one["valeur"] for one in silent} == {None}
    assert {text for one in silent for text in one["imprime"]} <= {"s", "n.s.", "n.d.", "–"}
    assert not {"publication.json", "temoins.json", "secret.csv", "empreintes.csv"} & set(files)


@pytest.mark.parametrize("name", ["publication.json", "temoins.json", "empreintes.csv"])
def test_what_proves_the_secret_is_for_its_owner_alone(demo: Printed, name: str) -> None:
    assert Path(demo.folder / name).stat().st_mode & 0o777 == 0o600
