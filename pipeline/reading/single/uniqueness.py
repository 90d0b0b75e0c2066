"""Rows of one file that repeat a key: copies of another row, or contents that contradict it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter

from pipeline.contracts import Contract
from pipeline.reading.refusals import Refused
from pipeline.reading.rows import Row

Repeated = tuple[Row, str, Refused]  # the row, the first column of its key, why it goes


def repeated_rows(rows: Sequence[Row], contract: Contract, start: int) -> Iterator[Repeated]:
    """Copies but the first, and every row of a key with two contents.

    `start` is the place of the first column of the contract in a row. A key with an empty
    column repeats nothing.
    """
    names = [field.name for field in contract.fields]
    keys = [contract.primary_key] if contract.primary_key else []
    keys += contract.unique_keys
    keys += [(field.name,) for field in contract.fields if field.outside and field.outside.unique]
    gone: set[int] = set()
    for key in keys:
        slots = [start + names.index(name) for name in key]
        if len(set(map(itemgetter(*slots), rows))) == len(rows):
            continue
        groups: dict[tuple[object, ...], list[int]] = {}
        for place, row in enumerate(rows):
            if place not in gone and all(row[slot] for slot in slots):
                groups.setdefault(tuple(row[slot] for slot in slots), []).append(place)
        for same in groups.values():
            if len(same) > 1:
                is_conflict = len({rows[place][start:] for place in same}) > 1
                found = same if is_conflict else same[1:]
                gone.update(found)
                refused = _conflict(key) if is_conflict else _COPY
                yield from ((rows[place], key[0], refused) for place in found)


def orphan_rows(rows: Sequence[Row], contract: Contract, start: int) -> Iterator[Repeated]:
    """The rows that name another row of the file which is not there."""
    names = [field.name for field in contract.fields]
    for key in (key for key in contract.foreign_keys if key.contract == contract.name):
        slots = [start + names.index(name) for name in key.fields]
        targets = [start + names.index(name) for name in key.target_fields]
        known = {tuple(row[slot] for slot in targets) for row in rows}
        for row in rows:
            named = tuple(row[slot] for slot in slots)
            if all(named) and named not in known:
                yield row, key.fields[0], _ORPHAN


def _conflict(key: Sequence[str]) -> Refused:
    return Refused(
        "cle_en_double",
        f"plusieurs lignes différentes pour la même clé ({', '.join(key)})",
        "ne gardez que la bonne ligne, ou donnez à chacune son identifiant",
    )


_ORPHAN = Refused(
    "reference_inconnue",
    "aucune ligne acceptée du fichier ne porte cet identifiant",
    "corrigez l'identifiant, ou ajoutez la ligne qu'il désigne",
)
_COPY = Refused(
    "doublon_exact",
    "doublon exact d'une autre ligne, comptée une seule fois",
    "supprimez la copie",
)
