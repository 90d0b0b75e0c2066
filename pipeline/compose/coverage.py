"""Which files came from whom: a table with one sign a year."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.charts.style import text_width
from pipeline.compose.material import Source
from pipeline.compose.page import Row, Table
from pipeline.received import Delivery, Quality

SIGN = {Delivery.RECEIVED: "●", Delivery.MISSING: "○", Delivery.NOT_EXPECTED: "·"}
MANY_NAMES = 7  # columns so narrow that a title written across would be cut in syllables
TITLE_POINTS, TITLE_WEIGHT = 8, 600  # as in the style sheet
SHORT_MM = 21  # the room that the class `debout` leaves to a line


def compose_coverage(quality: Quality, source: Source) -> Table:
    """One sign a year, oldest first: received, missing, not expected."""
    years = source.figures.years
    rows = []
    for contract, title in source.contract_titles.items():
        states = (
            [quality.deliveries.get((s, contract, y), Delivery.NOT_EXPECTED) for y in years]
            for s in source.structures
        )
        cells = tuple(_signs(of_structure) for of_structure in states)
        if any(cells):
            rows.append(Row(title, "", cells))
    names = tuple(source.structures.values())
    return Table(
        f"Fichiers reçus, de {years[0]} à {years[-1]}",
        ("Fichier", *names),
        tuple(rows),
        standing=_standing(names),
    )


def _standing(names: Sequence[str]) -> str:
    """The class of titles written upwards on two lines; "" when there is room across."""
    if len(names) < MANY_NAMES:
        return ""
    return "debout" if max(map(_width_on_two_lines, names)) <= SHORT_MM else "debout haut"


def _width_on_two_lines(name: str) -> float:
    """The longer line, where the name is best cut."""
    words = name.split(" ")
    cuts = ((words[:n], words[n:]) for n in range(len(words)))
    return min(max(map(_width, cut)) for cut in cuts)


def _width(words: Sequence[str]) -> float:
    return text_width(" ".join(words), TITLE_POINTS, TITLE_WEIGHT)


def _signs(states: list[Delivery]) -> str:
    """One sign a year; nothing when nothing was expected in any of them."""
    if set(states) == {Delivery.NOT_EXPECTED}:
        return ""
    return "".join(SIGN[state] for state in states)
