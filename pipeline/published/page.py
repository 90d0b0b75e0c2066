"""The HTML twin as a reader's tools see it: numbers with their origins, drawings, words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from pipeline.published.seen import Seen

_NUMBERED = {"sommaire", "page", "cite"}  # classes of links that say their page on paper
_UNREAD = {"style", "title", "script"}
TOLD_ELSEWHERE = {"title", "h1", "h2", "h3", "h4", "h5", "h6", "a", "p"}  # paper repeats them
_VOID = {"meta", "link", "img", "br", "hr", "input"}


@dataclass(slots=True)
class Drawing:
    """The texts of one drawing, and the words that stand for it."""

    place: str
    alternative: str
    texts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """All that the page says."""

    seen: list[Seen] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # every text, in reading order
    headers: list[str] = field(default_factory=list)  # of tables: paper repeats them
    references: int = 0  # links to which paper adds the number of a page
    ids: set[str] = field(default_factory=set)
    asides: list[str] = field(default_factory=list)  # attributes that software reads out
    texts: dict[str, set[str]] = field(default_factory=dict)  # element → its texts, without spaces

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
        self._origins: tuple[str, ...] = ()
        self._drawing: Drawing | None = None
        self._numbered = 0  # how deep the element is whose links say their page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        above = self._open[-1][1] if self._open else ""
        place = above if self._drawing else named.get("id", above)
        self.page.ids.add(place)
        if tag != "svg":
            self.page.asides += (value for attribute, value in named.items() if _is_said(attribute))
        if tag != "data" and named.get("value"):
            self.page.asides.append(named["value"])  # of a form, that nobody fills in here
        if tag == "data":
            self._origins = tuple(_origins(named.get("value", "")))
        elif tag == "svg":
            self._drawing = Drawing(above, named.get("aria-label", ""))
            self.page.drawings.append(self._drawing)
        if not self._numbered and _NUMBERED & set(named.get("class", "").split()):
            self._numbered = len(self._open) + 1
        if tag == "a" and self._numbered:
            self.page.references += 1
        if tag not in _VOID:
            self._open.append((tag, place))
            self._inside.append([])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
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
        if tag in TOLD_ELSEWHERE and not (tag == "title" and self._drawing):
            self.page.texts.setdefault(tag, set()).add("".join("".join(words).split()))
        if self._inside:
            self._inside[-1] += words

    def handle_comment(self, data: str) -> None:
        self.page.asides.append(data)

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._inside[-1].append(data)
        tag, place = self._open[-1] if self._open else ("", "")
        if tag == "script" or (self._drawing is not None and tag in {"title", "desc"}):
            self.page.asides.append(data)
        if tag in _UNREAD or not data.strip():
            return
        self.page.words.append(data)
        if any(name == "thead" for name, _ in self._open):
            self.page.headers.append(data)
        if self._drawing is not None and tag in {"text", "tspan"}:
            self._drawing.texts.append(data)
        if self._origins:
            where = f"la page HTML (#{place})" if place else "la page HTML"
            self.page.seen.append(Seen(self._origins, data, where))


def _is_said(attribute: str) -> bool:
    spoken = {"alt", "title", "summary", "label", "placeholder", "content"}
    return attribute in spoken or attribute.startswith(("aria-", "data-"))


def _origins(value: str) -> list[str]:
    """`theme/a|2024|| theme/b|2025||` → both; other origins may hold spaces of their own."""
    cells = value.split(" ")
    return cells if all(re.fullmatch(r"[^|]+\|\d{4}\|[^|]*\|[^|]*", c) for c in cells) else [value]
