"""A second table below the first, under titles of its own: told, never mixed with it."""

from __future__ import annotations

from pipeline.reading.frames.framing import Record
from pipeline.reading.frames.header_lines import is_figure
from pipeline.reading.frames.headers import Layout
from pipeline.reading.frames.titles import APART, FEWEST_TITLES, meanings
from pipeline.reading.refusals import Refused


def refuse_below(record: Record, layout: Layout) -> None:
    """Refuse a file in which that line, no row, is the header of another table.

    A line that only says again some titles of the first header is none.
    """
    filled = {place: cell for place, cell in enumerate(record.cells or ()) if cell.strip()}
    if len(filled) < FEWEST_TITLES or any(map(is_figure, filled.values())):
        return
    own, of = dict(enumerate(layout.columns)), layout.contract.name
    found = {place: meanings(cell, layout.index) for place, cell in filled.items()}
    meant = {place: fields for place, fields in found.items() if fields}
    is_same = all((of, own.get(place, "")) in fields for place, fields in meant.items())
    if len(meant) >= FEWEST_TITLES and 2 * len(meant) > len(filled) and not is_same:
        raise Refused(
            "autre_tableau",
            "un autre tableau commence sur cette ligne : elle porte d'autres titres, ou les mêmes "
            "dans un autre ordre",
            f"{APART} ; s'il suit le même modèle, remettez ses colonnes dans l'ordre du premier",
        ).on(record.line)
