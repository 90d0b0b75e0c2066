"""What a reader sees: texts in their places, and the number that each one says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from pipeline.errors import LeakError
from pipeline.model import CellKey

HIDDEN, FEW, NOBODY = "s", "n.s.", "–"  # the signs that say something about a number of persons
_NUMBER = re.compile(r"([+−-]?)(\d+(?:[\u202f\u00a0 ]\d{3})*)(?:,(\d+))?")


class Seen(NamedTuple):
    """One text, the origins that the file gives it, and where it stands."""

    origins: tuple[str, ...]
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the files say of one cell: the most precise number, or a sign."""

    value: Decimal | None
    sign: str
    where: str


def number_in(text: str) -> Decimal | None:
    """The number with which a text begins, as written in French; None for a sign or words."""
    found = _NUMBER.match(text.strip())
    if found is None:
        return None
    sign, whole, decimals = found.groups()
    digits = re.sub(r"\D", "", whole)
    value = Decimal(f"{digits}.{decimals}" if decimals else digits)
    return -value if sign in {"−", "-"} else value


def plain(value: Decimal) -> int | float:
    """The number as JSON writes it."""
    return int(value) if value == int(value) else float(value)


def cell_of(origin: str) -> CellKey | None:
    """The cell that an origin names, if it names one."""
    parts = origin.split("|")
    if len(parts) != 4 or not parts[1].isdigit():
        return None
    return CellKey(parts[0], int(parts[1]), parts[2], parts[3])


def readings(texts: Iterable[Seen]) -> dict[CellKey, Reading]:
    """One reading a cell.

    Raises LeakError where a mask in one place is a number in another, or where two
    numbers contradict one another: one of the two says too much.
    """
    found: dict[CellKey, Reading] = {}
    for one in {(one.origins, one.text): one for one in texts}.values():
        key = cell_of(one.origins[0]) if len(one.origins) == 1 else None
        if key is None:
            continue
        value = number_in(one.text)
        new = Reading(value, "" if value is not None else one.text, one.where)
        old = found.get(key)
        found[key] = new if old is None else _both(key, old, new)
    return found


def _both(key: CellKey, old: Reading, new: Reading) -> Reading:
    if old.value is not None and new.value is not None and _agree(old.value, new.value):
        return old if step(old.value) <= step(new.value) else new
    raise LeakError(
        f"{key.indicator} ({key.year}{_place(key)}) ne se lit pas pareil dans {old.where} et dans "
        f"{new.where}, et un chiffre masqué s'y verrait peut-être"
    )


def _place(key: CellKey) -> str:
    return "".join(f", {name}" for name in (key.structure, key.category) if name)


def step(value: Decimal) -> Decimal:
    """The unit of its last digit."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _agree(one: Decimal, other: Decimal) -> bool:
    """Whether the coarser of two numbers is the rounding of the other."""
    return abs(one - other) <= max(step(one), step(other)) / 2
