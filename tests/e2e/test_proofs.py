"""preuves.json and the HTML twin of the demonstration report: every figure answers for itself."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.e2e.command import ROOT, Printed
from tests.e2e.paper import attached

DEMO = ROOT / "data" / "demo"
SCHEMA = json.loads((ROOT / "docs" / "preuves.schema.json").read_text(encoding="utf-8"))


def proofs(printed: Printed) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(proof_file(printed).read_bytes())
    return found


def proof_file(printed: Printed) -> Path:
    return printed.pdf.with_name(re.sub(r"rapport-\d+(.*)", r"preuves\1.json", printed.pdf.stem))


class Twin(HTMLParser):
    """What the HTML says: the keyed numbers, the anchors, what it would load."""

    def __init__(self, html: str) -> None:
        """Read it at once."""
        super().__init__()
        self.keys: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.calls: list[str] = []
        self.links: list[str] = []
        self._key = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what an element says of itself."""
        given = {name: value or "" for name, value in attrs}
        self._key = given.get("value", "") if tag == "data" else ""
        if "id" in given:
            self.ids.append(given["id"])
        if tag in {"script", "link", "img", "iframe", "object", "image"} or "src" in given:
            self.calls.append(tag)
        if tag == "a" and "href" in given:
            self.links.append(given["href"])

    def handle_data(self, data: str) -> None:
        """Keep the text of a keyed number."""
        if self._key:
            self.keys.append((self._key, data))
            self._key = ""


@pytest.fixture(scope="module")
def twin(demo: Printed) -> Twin:
    return Twin(demo.pdf.with_suffix(".html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["demo", "fabrique"])
def test_the_proofs_are_what_their_schema_says(name: str, request: pytest.FixtureRequest) -> None:
    printed: Printed = request.getfixturevalue(name)
    found = proofs(printed)
    assert list(Draft202012Validator(SCHEMA).iter_errors(found)) == []
    assert list(Draft202012Validator(SCHEMA).iter_errors(found | {"inconnu": 1}))
    canonical = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert proof_file(printed).read_text(encoding="utf-8") == canonical + "\n"
    assert dict(attached(printed.pdf))[proof_file(printed).name].decode() == canonical + "\n"


def test_every_hash_is_that_of_the_file_it_names(demo: Printed) -> None:
    found = proofs(demo)
    named = [(ROOT / f["chemin"], f["sha256"]) for f in found["requetes"] + found["programme"]]
    read = [f for f in found["fichiers"] if "sha256" in f]  # the others bear a seal
    named += [(DEMO / f["chemin"], f["sha256"]) for f in read + found["pole"]]
    named += [(demo.folder / f["nom"], f["sha256"]) for f in found["publies"]]
    assert len(named) > 400
    assert [str(p) for p, h in named if sha256(p.read_bytes()).hexdigest() != h] == []
    told = {Path(path) for path, _ in named}
    assert {ROOT / "queries" / "indicators" / "insertion" / "entrees.sql"} <= told
    assert {*(ROOT / "queries").rglob("*.sql")} <= told


def test_no_count_of_persons_under_the_threshold_is_in_the_proofs(demo: Printed) -> None:
    found = proofs(demo)
    assert {c["etat"] for c in found["chiffres"]} >= {"valeur", "masqué", "non significatif"}
    for cell in found["chiffres"]:
        assert (cell["valeur"] is not None) == (cell["etat"] == "valeur"), cell
        if cell["texte"].endswith("pers."):
            assert not re.fullmatch(r"[1-4]\D*", cell["texte"]), cell


def test_each_printed_number_of_the_twin_is_in_the_proofs(demo: Printed, twin: Twin) -> None:
    found = proofs(demo)
    texts = {(c["cellule"], text) for c in found["chiffres"] for text in c["imprime"]}
    texts |= {(" ".join(other["origine"]), other["texte"]) for other in found["autres_nombres"]}
    assert len(twin.keys) > 1000
    assert [key for key in twin.keys if key not in texts] == []
    places = {place for c in found["chiffres"] for p in c["imprime"].values() for place in p}
    assert places <= set(twin.ids)


def test_the_twin_stands_alone(demo: Printed, twin: Twin) -> None:
    html = demo.pdf.with_suffix(".html").read_text(encoding="utf-8")
    assert twin.calls == []
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in html
    assert not re.search(r"url\((?!#)|@import|javascript:|chart:", html)
    assert len(twin.ids) == len(set(twin.ids))
    inside = [link[1:] for link in twin.links if link.startswith("#")]
    assert len(inside) > 100
    assert set(inside) <= set(twin.ids)
    assert html.count('role="img" aria-label="') >= 30


def test_the_texts_of_the_drawings_can_be_read_in_the_twin(demo: Printed) -> None:
    html = demo.pdf.with_suffix(".html").read_text(encoding="utf-8")
    drawing = html.partition('id="graphique-1"')[2].partition("</svg>")[0]
    assert "61,8\u202f%" in drawing.partition("<svg")[2]
