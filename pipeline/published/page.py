"""The HTML twin as a reader's tools see it: numbers with their origins, drawings, words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

from pipeline.published.seen import Seen

_NUMBERED = {"sommaire", "page", "cite"}  # classes of links that say their page on paper
_UNREAD = {"style", "title", "script"}
_DRAWN = {"text", "tspan", "style"}
_UNMEASURED = {"svg", "defs", "style", "tspan", "title", "desc", "metadata"}
TOLD_ELSEWHERE = {"title", "h1", "h2", "h3", "h4", "h5", "h6", "a", "p"}  # paper repeats them
_VOID = {"meta", "link", "img", "br", "hr", "input"}
_INLINE = {"a", "abbr", "b", "code", "em", "i", "strong", "sub", "sup"}  # inside a sentence
_MEASURES = {  # of a drawing: `shapes` compares them with the figures
    "cx", "cy", "d", "fill", "height", "points", "r", "stroke", "stroke-width", "style",
    "transform", "version", "viewbox", "width", "xmlns", "xmlns:xlink",
}  # fmt: skip


@dataclass(slots=True)
class Shape:
    """One shape of a drawing, or one of its texts: its attributes tell where it stands."""

    tag: str
    named: dict[str, str]
    text: str = ""


@dataclass(slots=True)
class Drawing:
    """The texts and the shapes of one drawing, and the words that stand for it."""

    place: str
    alternative: str
    box: str = ""  # of the sheet: left, top, width, height
    texts: list[str] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)


class Aside(NamedTuple):
    """What an attribute or a comment says: software reads it out, or anybody in the source."""

    name: str
    text: str


@dataclass(slots=True)
class Element:
    """An element as it is written, whatever it means."""

    tag: str
    attributes: list[tuple[str, str]]
    is_empty: bool = True  # nothing inside: no text, no other element


@dataclass(slots=True)
class Page:
    """All that the page says."""

    elements: list[Element] = field(default_factory=list)  # in reading order
    declared: str = ""  # before the page
    seen: list[Seen] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # every text, in reading order
    headers: list[str] = field(default_factory=list)  # of tables: paper repeats them
    references: int = 0  # links to which paper adds the number of a page
    ids: set[str] = field(default_factory=set)
    asides: list[Aside] = field(default_factory=list)
    texts: dict[str, set[str]] = field(default_factory=dict)  # element → its texts, without spaces
    lines: dict[str, list[str]] = field(default_factory=dict)  # place → its texts save the figures
    styles: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole text."""
        return " ".join(self.words)


def read_page(html: bytes) -> Page:
    """Read the twin."""
    reader = _Reader()
    reader.feed(html.decode())
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._open: list[tuple[str, str]] = []  # element, its id or that of the one around
        self._inside: list[list[str]] = []  # the words inside each open element
        self._around: list[Element] = []  # those that are open
        self._origins: tuple[str, ...] = ()
        self._drawing: Drawing | None = None
        self._numbered = 0  # how deep the element is whose links say their page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = self._begin(tag, attrs)
        above = self._open[-1][1] if self._open else ""
        place = above if self._drawing else named.get("id", above)
        self.page.ids.add(place)
        self._take_attributes(tag, named)
        self._join(tag)
        if tag == "data":
            self._origins = tuple(_origins(named.get("value", "")))
        elif tag == "svg":
            box = named.get("viewbox", "")
            self._drawing = Drawing(above, named.get("aria-label", ""), box)
            self.page.drawings.append(self._drawing)
        if not self._numbered and _NUMBERED & set(named.get("class", "").split()):
            self._numbered = len(self._open) + 1
        if tag == "a" and self._numbered:
            self.page.references += 1
        if tag not in _VOID:
            self._open.append((tag, place))
            self._inside.append([])
            self._around.append(self.page.elements[-1])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._take_attributes(tag, self._begin(tag, attrs))

    def _begin(self, tag: str, attrs: list[tuple[str, str | None]]) -> dict[str, str]:
        """Note an element, which fills the one around; its attributes by name."""
        self._fill(tag)
        told = [(name, value or "") for name, value in attrs]
        self.page.elements.append(Element(tag, told))
        return dict(told)

    def _fill(self, content: str) -> None:
        if self._around and content.strip():
            self._around[-1].is_empty = False

    def _take_attributes(self, tag: str, named: dict[str, str]) -> None:
        """Every attribute says something aside, save places, links, origins and measures."""
        if self._drawing and tag not in _UNMEASURED and (tag != "g" or named.keys() & _MEASURES):
            self._drawing.shapes.append(Shape(tag, named))
        known = {"id", "charset"} | ({"value"} if tag == "data" else set())
        known |= _MEASURES if self._drawing or tag == "svg" else set()
        known |= {"aria-label"} if tag == "svg" else set()
        for attribute, value in named.items():
            if attribute not in known and not (attribute == "href" and value.startswith("#")):
                self.page.asides.append(Aside(attribute, value))

    def _join(self, tag: str) -> None:
        """A sentence ends where an element that stands apart begins or ends."""
        if tag not in _INLINE:
            self._line("\n")

    def _line(self, text: str) -> None:
        place = self._open[-1][1] if self._open else ""
        self.page.lines.setdefault(place, []).append(text)

    def handle_endtag(self, tag: str) -> None:
        self._join(tag)
        while self._open and self._open[-1][0] != tag:
            self._close()
        if self._open:
            self._close()
        if len(self._open) < self._numbered:
            self._numbered = 0
        if tag == "data":
            self._origins = ()
        elif tag == "svg":
            self._drawing = None

    def _close(self) -> None:
        """Leave an element, whose words are those of the one around too."""
        (tag, _), words = self._open.pop(), self._inside.pop()
        self._around.pop()
        if tag in TOLD_ELSEWHERE and not self._drawing:
            self.page.texts.setdefault(tag, set()).add("".join("".join(words).split()))
        if self._inside:
            self._inside[-1] += words

    def handle_comment(self, data: str) -> None:
        self.page.asides.append(Aside("", data))

    def handle_decl(self, decl: str) -> None:
        self.page.declared += decl

    handle_pi = unknown_decl = handle_comment  # what browsers drop, and anybody may read

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._inside[-1].append(data)
            self._fill(data)
        tag, place = self._open[-1] if self._open else ("", "")
        if tag == "script" or (self._drawing is not None and tag not in _DRAWN):
            self.page.asides.append(Aside(tag, data))
        if tag == "style":
            self.page.styles.append(data)
        elif tag == "title" or (not self._origins and self._drawing is None):
            self._line(data)
        if tag in _UNREAD or not data.strip():
            return
        self.page.words.append(data)
        if any(name == "thead" for name, _ in self._open):
            self.page.headers.append(data)
        if self._drawing is not None and tag in _DRAWN:
            self._drawing.texts.append(data)
            if self._drawing.shapes:
                self._drawing.shapes[-1].text += data
        if self._origins:
            where = f"la page HTML (#{place})" if place else "la page HTML"
            self.page.seen.append(Seen(self._origins, data, where))


def _origins(value: str) -> list[str]:
    """`theme/a|2024|| theme/b|2025||` → both; other origins may hold spaces of their own."""
    cells = value.split(" ")
    return cells if all(re.fullmatch(r"[^|]+\|\d{4}\|[^|]*\|[^|]*", c) for c in cells) else [value]
