"""Group keys written once, as merged cells leave them: carried down where a contract says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.reading.frames.dataless import first_filled, rule_below
from pipeline.reading.frames.framing import Record
from pipeline.reading.frames.headers import Layout

CARRIED = "valeur reportée de la ligne du dessus"


def carried_places(records: Iterable[Record], layout: Layout) -> frozenset[int]:
    """The columns that this file fills on the first row of each group only.

    A file that writes a key twice writes it on every row: there, a blank is a missing value.
    """
    carried = {field.name for field in layout.contract.fields if field.is_carried}
    places = {place for place, name in enumerate(layout.columns) if name in carried}
    seen: dict[int, set[str]] = {place: set() for place in places}
    blank: set[int] = set()
    for record in records:
        if not places:
            break
        cells = record.cells or []
        if len(cells) < len(layout.cells) or rule_below(cells, first_filled(cells), layout):
            continue
        for place in tuple(places):
            text = cells[place].strip()
            if not text:
                blank.add(place)
            elif text in seen[place]:
                places.discard(place)
            seen[place].add(text)
    return frozenset(places) if places & blank else frozenset()


class Carrier:
    """What the group keys were on the row above, for the columns that are carried."""

    def __init__(self, places: Iterable[int], layout: Layout) -> None:
        """Start with nothing to carry."""
        self.places = sorted(places)
        keys = layout.contract.primary_key
        self._labels = {place for place in self.places if layout.columns[place] not in keys}
        self._above: dict[int, str] = {}

    def forget(self) -> None:
        """A total closes the group: nothing is carried over it."""
        self._above = {}

    def fill(self, cells: list[str]) -> tuple[list[str], Sequence[int]]:
        """The cells with their group keys, and the places that were filled.

        A key written to the left of a blank one, or the label of a key, opens another group:
        nobody can tell then what the blank stands for.
        """
        written = [place for place in self.places if cells[place].strip()]
        blank = [place for place in self.places if place not in written]
        opens = [
            place for place in written if place in self._labels or place < max(blank, default=0)
        ]
        if blank and (opens or any(place not in self._above for place in blank)):
            self.forget()
            return cells, ()
        self._above |= {place: cells[place] for place in written}
        if not blank:
            return cells, ()
        filled = list(cells)
        for place in blank:
            filled[place] = self._above[place]
        return filled, blank
