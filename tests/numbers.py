"""Every number that a report shows, and the rules by which one needs no proof of its own."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from pipeline.french import typo

ROOT = Path(__file__).resolve().parents[1]
NUMBER = re.compile(r"\d+(?:[\u202f\u00a0 ]\d{3})*(?:,\d+)?")
MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
NO_FIGURE = (  # what holds digits and is no figure, wherever it stands
    r"\b\d\d/\d\d/\d{4}\b",  # days, in figures and written
    rf"\b\d{{1,2}}(?:er|ᵉʳ)? (?:{MONTHS})\b",
    r"\b(?:19|20)\d\d\b",  # years
    r"\b[A-Z]{3}-\d{2,3}\b",  # codes of indicators
    r"\b(?=[0-9a-f]*\d)[0-9a-f]{8,64}\b",  # fingerprints
    r"\bSHA-256\b",
    r"(?i:graphique|critère)\s\d+",  # numbers of the charts and of the criteria
    r"\bS\d{1,2}\b",  # numbers of the sources
    r"\bp\(1 − p\)",  # a formula
    r"\b(?:kg|t)?CO2e\b",  # a unit
)
CALL_OR_SIGN = re.compile(r"\{\{.*?\}\}|[*_#>\n]+")  # what cuts the pole's texts on the page
UNREAD = {"style", "title", "script"}
VOID = {"meta", "link", "img", "br", "hr", "input"}


class Words(HTMLParser):
    """The texts of a twin that hold a digit: beside the numbers that bear their origin."""

    def __init__(self, html: str) -> None:
        """Read it at once."""
        super().__init__()
        self.keyed: list[str] = []  # numbers that bear their origin
        self.drawn: list[str] = []  # texts of drawings and words that stand for them
        self.others: list[tuple[str, str]] = []  # anchor, text
        self._open: list[tuple[str, str]] = []  # element, anchor
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what is open, and the words that stand for a drawing."""
        given = {name: value or "" for name, value in attrs}
        _, place = self._open[-1] if self._open else ("", "")
        self.drawn += [label for label in [given.get("aria-label")] if label]
        is_drawing = any(name == "svg" for name, _ in self._open)
        place = place if is_drawing else given.get("id", place)
        if tag not in VOID:
            self._open.append((tag, place))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing opens."""

    def handle_endtag(self, tag: str) -> None:
        """Close up to that element."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep a text that holds a digit."""
        tag, place = self._open[-1] if self._open else ("", "")
        if not re.search(r"\d", data) or tag in UNREAD:
            return
        if tag == "data":
            self.keyed.append(data)
        elif any(name == "svg" for name, _ in self._open):
            self.drawn.append(data)
        else:
            self.others.append((place, data))


def orphans(html: str, record: dict[str, Any], words: Iterable[str]) -> list[tuple[str, str]]:
    """What a twin shows with a digit that neither the proofs nor a rule account for."""
    read = Words(html)
    texts = printed_texts(record)
    named = (word for word in words if re.search(r"\d", word) and re.search(r"[^\W\d]{2}", word))
    known = sorted({typo(word) for word in named}, key=len, reverse=True)
    found = [("data", text) for text in read.keyed if text not in texts]
    numbers = {number for text in texts for number in NUMBER.findall(text)}
    found += [
        ("dessin", text)
        for text in read.drawn
        if text not in texts and set(NUMBER.findall(without(text, known))) - numbers
    ]
    left = ((place, _after_rank(place, text)) for place, text in read.others)
    return found + [(place, text) for place, text in left if re.search(r"\d", without(text, known))]


def _after_rank(place: str, text: str) -> str:
    """The title of a criterion without its own rank, that its anchor says."""
    return text.removeprefix(f"{place.removeprefix('critere-')}. ")


def printed_texts(record: dict[str, Any]) -> set[str]:
    """Every text that the proofs account for."""
    texts = {text for one in record["chiffres"] for text in (one["texte"], *one["imprime"])}
    return texts | {one["texte"] for one in record["autres_nombres"]}


def without(text: str, known: Iterable[str]) -> str:
    """The text less the words known elsewhere and what is no figure by rule."""
    for word in known:
        text = text.replace(word, " ")
    for rule in NO_FIGURE:
        text = re.sub(rule, " ", text)
    return text


def strings_of(document: Any) -> Iterator[str]:
    """Every text of a document of TOML or JSON."""
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict):
        for value in document.values():
            yield from strings_of(value)
    elif isinstance(document, list):
        for value in document:
            yield from strings_of(value)


def own_words(pole: Path) -> Iterator[str]:
    """What the pole wrote in its settings, comments, explanations and texts, word for word.

    A number that it typed is known with its own words around, and nowhere else.
    """
    for path in sorted((pole / "textes").glob("*.md")):
        yield from CALL_OR_SIGN.split(path.read_text(encoding="utf-8"))
    for name in ("pole.toml", "commentaires.toml", "changements.toml"):
        if (pole / name).is_file():
            yield from strings_of(tomllib.loads((pole / name).read_text(encoding="utf-8")))


def reference_words() -> Iterator[str]:
    """Labels, numbers and sources of the reference tables, and the titles of the contracts."""
    for path in sorted((ROOT / "data" / "reference").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                yield from row
    for path in sorted((ROOT / "data" / "contracts").glob("*.json")):
        yield from strings_of(json.loads(path.read_text(encoding="utf-8")))
