"""The unit that a title, or the line below it, says of a whole column: never passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.contracts import Field
from pipeline.reading.books.sheets import letter
from pipeline.reading.cells.units import factor, unit_of
from pipeline.reading.frames.dataless import is_unit_line
from pipeline.reading.frames.headers import Layout
from pipeline.reading.refusals import Refused
from pipeline.reading.words import fold

_ASIDE = re.compile(r"[(\[]([^)\]]*)(?:[)\]]|\Z)")
_NUMERIC = ("number", "integer")


def refuse_other_units(layout: Layout, below: Sequence[str]) -> None:
    """Refuse a file of which a column is not in the unit of its contract: `k€` for `€`.

    `below` are the cells of the line just below the header, which may be one of units. A schema
    from elsewhere says its units in its own titles.
    """
    units = below if is_unit_line(below) else ()
    for place, name in enumerate(layout.columns):
        field = layout.contract.field(name) if name else None
        if not field or field.type not in _NUMERIC or field.outside:
            continue
        title = layout.cells[place]
        told = [*_told(title, field), *units[place : place + 1]]
        for unit in told:
            _refuse(unit.strip(" ()[]"), field, place, title)


def _told(title: str, field: Field) -> Iterator[str]:
    """What stands between brackets in a title that is none of the contract's own."""
    said = _ASIDE.findall(title)
    known = (field.name, field.title, *field.synonyms) if said else ()
    if fold(title) not in map(fold, known):
        yield from said


def _refuse(unit: str, field: Field, place: int, title: str) -> None:
    asked = unit_of(field)
    if factor(unit.removeprefix("en "), asked) in (None, 1):
        return
    raise Refused(
        "unite_de_colonne",
        f"la colonne « {field.name} » est en {unit.removeprefix('en ')}, le modèle la veut en "
        f"{asked}",
        f"convertissez la colonne en {asked}, puis l'unité écrite à côté de son titre",
    ).at(letter(place), title, field.name)
