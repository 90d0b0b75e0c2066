"""Where each printed number comes from, carried by the text itself from sentence to page.

While a report is composed, the text of a figure is written between three signs of Unicode's
private area, with the number of its origin: sentences are then built as any other text, and the
page still knows each figure in them. Outside `marking()` texts are left as they are. What draws
(`charts.style.clean`) drops these signs as it drops every character that a font lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from pipeline.model import CellKey, Figure

_OPEN, _MIDDLE, _CLOSE, _ZERO = "\ue000", "\ue001", "\ue002", 0xE010
SIGNS = "".join(map(chr, (*range(0xE000, 0xE003), *range(_ZERO, _ZERO + 10))))
_SIGNS = re.compile("[\ue000-\ue002\ue010-\ue019]")
MARK = re.compile(f"{_OPEN}([\ue010-\ue019]+){_MIDDLE}([^{_OPEN}{_CLOSE}]*){_CLOSE}")

Origins = tuple[str, ...]  # cells (`insertion/entrees|2025||`), or where another number comes from

_MARKING: ContextVar[list[Origins] | None] = ContextVar("marking", default=None)


@contextmanager
def marking() -> Iterator[list[Origins]]:
    """Mark the figures written inside; the list given fills with their origins."""
    origins: list[Origins] = []
    token = _MARKING.set(origins)
    try:
        yield origins
    finally:
        _MARKING.reset(token)


@contextmanager
def no_marking() -> Iterator[None]:
    """Write plain texts inside, for what measures them."""
    token = _MARKING.set(None)
    try:
        yield
    finally:
        _MARKING.reset(token)


def cell_name(key: CellKey) -> str:
    """The cell as a text: `theme/nom|année|structure|modalité`."""
    return f"{key.indicator}|{key.year}|{key.structure}|{key.category}"


def of_figures(text: str, *figures: Figure) -> str:
    """A text that says one figure, or what is computed from several."""
    return of(text, *(cell_name(figure.key) for figure in figures))


def of(text: str, *origins: str) -> str:
    """A number that is no figure, with where it comes from: `bilan/lignes lues`."""
    known = _MARKING.get()
    if known is None or not text:
        return text
    known.append(origins)
    rank = "".join(chr(_ZERO + int(digit)) for digit in str(len(known) - 1))
    return f"{_OPEN}{rank}{_MIDDLE}{text}{_CLOSE}"


def origins_in(text: str) -> Iterator[Origins]:
    """The origins of the numbers of a text, while it is being composed."""
    known = _MARKING.get() or []
    yield from (known[rank_of(mark)] for mark in MARK.finditer(text))


def rank_of(mark: re.Match[str]) -> int:
    """The place of a mark's origins in the list of `marking`."""
    return int("".join(str(ord(sign) - _ZERO) for sign in mark[1]))


def plain(text: str) -> str:
    """The text as it is read."""
    return _SIGNS.sub("", text)
