"""From a figure to its entry and back, in the PDF: every code leads there, every page is cited."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests.e2e.command import Printed

CITED = re.compile(r"\bp\.\s(\d+)")


@cache
def links(pdf: Path) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Anchor → page where it stands; and each link inside the PDF as (its page, its anchor)."""
    with pikepdf.open(pdf) as opened:
        number = {page.obj.objgen: rank for rank, page in enumerate(opened.pages, start=1)}
        names = pikepdf.NameTree(opened.Root.Names.Dests)
        places = {name: number[target[0].objgen] for name, target in names.items()}
        found = [
            (rank, str(note.A.D) if "/A" in note else str(note.Dest))
            for rank, page in enumerate(opened.pages, start=1)
            for note in page.get("/Annots", ())
            if "/Dest" in note or ("/A" in note and note.A.get("/S") == "/GoTo")
        ]
    return places, found


class Entries(HTMLParser):
    """The places that each entry cites, in the order of the twin."""

    def __init__(self, html: str) -> None:
        """Read it at once."""
        super().__init__()
        self.cited: dict[str, list[str]] = {}
        self._code = ""
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the links of the part that cites."""
        given = {name: value or "" for name, value in attrs}
        if tag == "article":
            self._code = given["id"].removeprefix("ind-")
            self.cited[self._code] = []
        self._inside = self._inside or given.get("class") == "cite"
        if tag == "a" and self._inside:
            self.cited[self._code].append(given["href"].removeprefix("#"))

    def handle_endtag(self, tag: str) -> None:
        """An entry ends with what cites."""
        self._inside = self._inside and tag != "article"


@cache
def only_named(pdf: Path) -> set[str]:
    """The anchors of the indicators that chapters name without giving their figures."""
    html = pdf.with_suffix(".html").read_text(encoding="utf-8")
    notes = re.findall(r"(?:Autres indicateurs du thème|Attendus et non transmis).*?</p>", html)
    return {anchor for note in notes for anchor in re.findall(r'href="#([^"]+)"', note)}


@cache
def cited(pdf: Path) -> dict[str, list[str]]:
    return Entries(pdf.with_suffix(".html").read_text(encoding="utf-8")).cited


@pytest.fixture(params=["demo", "fabrique"])
def edition(request: pytest.FixtureRequest) -> Printed:
    found: Printed = request.getfixturevalue(request.param)
    return found


def test_each_page_that_bears_a_code_is_cited_by_its_entry(edition: Printed) -> None:
    places, found = links(edition.pdf)
    last = places["provenance"]  # its table of masks names codes without their figures
    named = only_named(edition.pdf)
    bearing = {(a, page) for page, a in found if a.startswith("ind-") and a not in named}
    assert len(bearing) > 50
    missing = [
        (anchor, page)
        for anchor, page in sorted(bearing)
        if page < last
        and page not in {places[place] for place in cited(edition.pdf)[anchor.removeprefix("ind-")]}
    ]
    assert missing == []


def test_each_cited_page_bears_the_code_of_the_figure(edition: Printed) -> None:
    places, found = links(edition.pdf)
    bearing = {(page, anchor) for page, anchor in found}
    bare = [
        (code, place)
        for code, anchors in cited(edition.pdf).items()
        for place in anchors
        if (places[place], f"ind-{code}") not in bearing
    ]
    assert bare == []


def test_the_pages_told_by_the_entries_are_those_of_the_figures(edition: Printed) -> None:
    places, _ = links(edition.pdf)
    expected = [places[place] for anchors in cited(edition.pdf).values() for place in anchors]
    document = pypdfium2.PdfDocument(edition.pdf)
    texts = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    annex = "".join(texts[places["fiches"] - 1 :])
    told = CITED.findall(annex[annex.index("INS-01") :])
    assert [int(page) for page in told] == expected
    assert len(expected) > 50
