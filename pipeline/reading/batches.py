"""Cells read a column at a time, so that a text that comes back is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pipeline.reading.cells.cleaning import Repairs
from pipeline.reading.cells.readers import Cell
from pipeline.reading.plain import PlainForm

BATCH = 500  # records read together: few enough to stay in the processor's cache
FEW = 16  # texts looked at one by one
MOST_REMEMBERED = 50_000  # texts of one column
MANY_NEW = 0.3  # share of new texts in a later batch above which remembering them is of no use


@dataclass(frozen=True, slots=True)
class Events:
    """The cells of a batch that were not read as they stand.

    `repaired` has the first row and the last, the place, and what was done to each cell.
    """

    refused: dict[int, list[tuple[int, str, Cell]]] = field(default_factory=dict)  # by row
    repaired: list[tuple[int, int, int, Repairs]] = field(default_factory=list)

    def repair(self, rows: Sequence[int], place: int, names: Repairs) -> None:
        """Keep what was done to a cell of each row: once for rows that follow one another."""
        if rows[-1] - rows[0] == len(rows) - 1:
            self.repaired.append((rows[0], rows[-1], place, names))
        else:
            self.repaired.extend((row, row, place, names) for row in rows)


@dataclass(slots=True)
class Memory:
    """A column of a file that the contract knows, and what its texts were read as."""

    place: int  # in the file
    slot: int  # in the row of the contract
    name: str
    read: Callable[[str], Cell]
    plain: PlainForm | None = None
    known: dict[str, str] = field(default_factory=dict)
    repaired: dict[str, Repairs] = field(default_factory=dict)
    refused: dict[str, Cell] = field(default_factory=dict)
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
    odd = _odd_rows(plain, texts, 0)
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


def _odd_rows(plain: PlainForm, texts: Sequence[str], first: int) -> list[int]:
    """The rows, from `first` on, whose text is not plain: looked for by halves, being few."""
    if plain.are_plain(texts):
        return []
    if len(texts) <= FEW:
        return [row for row, text in enumerate(texts, first) if not plain.match(text)]
    half = len(texts) // 2
    return _odd_rows(plain, texts[:half], first) + _odd_rows(plain, texts[half:], first + half)


def _read_known(
    column: Memory, texts: Sequence[str], rows: Sequence[int], events: Events
) -> list[str]:
    """`rows` are the places of the texts in the batch."""
    known, repaired, refused = column.known, column.repaired, column.refused
    try:
        values = list(map(known.__getitem__, texts))
    except KeyError:
        _learn(column, set(texts))
        values = [known[text] for text in texts]
    if refused and not refused.keys().isdisjoint(texts):
        for row, text in zip(rows, texts, strict=True):
            if text in refused:
                events.refused.setdefault(row, []).append((column.place, text, refused[text]))
    if repaired and not repaired.keys().isdisjoint(texts):
        start = 0
        for names, group in groupby(map(repaired.get, texts)):
            end = start + len(list(group))
            if names:
                events.repair(rows[start:end], column.place, names)
            start = end
    return values


def _learn(column: Memory, distinct: set[str]) -> None:
    """Read the texts that are new, and forget the others when they are too many."""
    known = column.known
    if len(known) > MOST_REMEMBERED:
        known.clear()
        column.repaired.clear()
        column.refused.clear()
    fresh = distinct.difference(known)
    column.is_varied = bool(known) and len(fresh) > MANY_NEW * BATCH  # at first all are new
    for text in fresh:
        cell = column.read(text)
        known[text] = cell.text
        if cell.refusal:
            column.refused[text] = cell
        elif cell.repairs:
            column.repaired[text] = cell.repairs
