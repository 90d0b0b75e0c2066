"""Cells read a column at a time, so that a text that comes back is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.reading.readers import Cell

MOST_REMEMBERED = 50_000  # texts of one column

Events = dict[int, list[tuple[int, str, Cell]]]  # by row of the batch: place, text, cell


@dataclass(slots=True)
class Memory:
    """A column of a file that the contract knows, and what its texts were read as."""

    place: int  # in the file
    slot: int  # in the row of the contract
    name: str
    read: Callable[[str], Cell]
    known: dict[str, str] = field(default_factory=dict)
    special: dict[str, Cell] = field(default_factory=dict)  # repaired or refused


def read_columns(
    columns: Sequence[Memory], cells: Sequence[Sequence[str]]
) -> tuple[Mapping[int, Sequence[str]], Events]:
    """The canonical texts by slot, and the cells that were repaired or refused."""
    by_place = list(zip(*cells, strict=True))
    events: Events = {}
    values = {}
    for column in columns:
        texts = by_place[column.place]
        values[column.slot], special = _read(column, texts)
        for row in special:
            text = texts[row]
            events.setdefault(row, []).append((column.place, text, column.special[text]))
    return values, events


def _read(column: Memory, texts: Sequence[str]) -> tuple[list[str], Iterable[int]]:
    known, special = column.known, column.special
    if len(known) > MOST_REMEMBERED:
        known.clear()
        special.clear()
    distinct = set(texts)
    for text in distinct.difference(known):
        cell = column.read(text)
        known[text] = cell.text
        if cell.repairs or cell.refusal:
            special[text] = cell
    values = list(map(known.__getitem__, texts))
    if special.keys().isdisjoint(distinct):
        return values, ()
    return values, [row for row, text in enumerate(texts) if text in special]
