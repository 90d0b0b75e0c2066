"""Cells read a column at a time, so that a text that comes back is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.reading.cells.cleaning import Repairs
from pipeline.reading.cells.readers import Cell
from pipeline.reading.plain import PlainForm

BATCH = 500  # records read together: few enough to stay in the processor's cache
MOST_REMEMBERED = 50_000  # texts of one column
MANY_NEW = 0.3  # share of new texts in a later batch above which remembering them is of no use


@dataclass(frozen=True, slots=True)
class Events:
    """The cells of a batch that were not read as they stand."""

    refused: dict[int, list[tuple[int, str, Cell]]] = field(default_factory=dict)  # by row
    repaired: list[tuple[int, int, Repairs]] = field(default_factory=list)  # row, place, names


@dataclass(slots=True)
class Memory:
    """A column of a file that the contract knows, and what its texts were read as."""

    place: int  # in the file
    slot: int  # in the row of the contract
    name: str
    read: Callable[[str], Cell]
    plain: PlainForm | None = None
    known: dict[str, str] = field(default_factory=dict)
    special: dict[str, Cell] = field(default_factory=dict)  # repaired or refused
    is_varied: bool = False  # most texts of the last batch were new


def read_columns(
    columns: Sequence[Memory], cells: Sequence[Sequence[str]]
) -> tuple[Mapping[int, Sequence[str]], Events]:
    """The canonical texts by slot, and the cells that were repaired or refused."""
    by_place = list(zip(*cells, strict=True))
    events = Events()
    values = {}
    for column in columns:
        texts = by_place[column.place]
        if column.is_varied and column.plain:
            values[column.slot] = _read_varied(column, column.plain, texts, events)
        else:
            values[column.slot] = _read_known(column, texts, range(len(texts)), events)
    return values, events


def _read_varied(
    column: Memory, plain: PlainForm, texts: Sequence[str], events: Events
) -> list[str]:
    """Plain texts in bulk, the others one by one.

    One text with a comma still goes to the reader, which may watch what commas are used for.
    """
    column.read(next((text for text in texts if "," in text), texts[0]))
    column.is_varied = True
    if plain.are_plain(texts):
        return plain.canonical(texts)
    match = plain.match
    odd = [row for row, text in enumerate(texts) if not match(text)]
    if not odd:
        return plain.canonical(texts)
    apart = [texts[row] for row in odd]
    usual = list(texts)
    for row in odd:
        usual[row] = ""
    values = plain.canonical(usual)
    for row, value in zip(odd, _read_known(column, apart, odd, events), strict=True):
        values[row] = value
    column.is_varied = True  # whatever the odd ones are
    return values


def _read_known(
    column: Memory, texts: Sequence[str], rows: Sequence[int], events: Events
) -> list[str]:
    """`rows` are the places of the texts in the batch."""
    known, special = column.known, column.special
    try:
        values = list(map(known.__getitem__, texts))
    except KeyError:
        _learn(column, set(texts))
        values = [known[text] for text in texts]
    if special and not special.keys().isdisjoint(texts):
        for row, text, cell in zip(rows, texts, map(special.get, texts), strict=True):
            if cell is None:
                continue
            if cell.refusal:
                events.refused.setdefault(row, []).append((column.place, text, cell))
            else:
                events.repaired.append((row, column.place, cell.repairs))
    return values


def _learn(column: Memory, distinct: set[str]) -> None:
    """Read the texts that are new, and forget the others when they are too many."""
    known, special = column.known, column.special
    if len(known) > MOST_REMEMBERED:
        known.clear()
        special.clear()
    fresh = distinct.difference(known)
    column.is_varied = bool(known) and len(fresh) > MANY_NEW * BATCH  # at first all are new
    for text in fresh:
        cell = column.read(text)
        known[text] = cell.text
        if cell.repairs or cell.refusal:
            special[text] = cell
