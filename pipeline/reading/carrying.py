"""Group keys written once, as merged cells leave them: carried down where a contract says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.reading.dataless import first_filled, rule_below
from pipeline.reading.framing import Record
from pipeline.reading.headers import Layout

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
    return frozenset(places & blank)


class Carrier:
    """What the group keys were on the row above, for the columns that are carried."""

    def __init__(self, places: Iterable[int]) -> None:
        """Start with nothing to carry."""
        self.places = sorted(places)
        self._above: list[str] = []

    def forget(self) -> None:
        """A total closes the group: nothing is carried over it."""
        self._above = []

    def fill(self, cells: list[str]) -> tuple[list[str], Sequence[int]]:
        """The cells with their group keys, and the places that were filled.

        Keys go together: where some are written and others blank, nobody can tell which of
        the others changed.
        """
        keys = [cells[place] if cells[place].strip() else "" for place in self.places]
        if all(keys):
            self._above = keys
            return cells, ()
        if any(keys) or not self._above:
            self.forget()
            return cells, ()
        filled = list(cells)
        for place, text in zip(self.places, self._above, strict=True):
            filled[place] = text
        return filled, self.places
