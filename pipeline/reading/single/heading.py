"""Where the header of a table without contract is: on one line, on two, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.reading.frames.framing import Record
from pipeline.reading.refusals import Refused

SEARCHED = 40  # records among which the header is
COMPARED = 100  # records that tell what the columns hold
MOST_ABOVE = 2  # full lines with figures that may stand above a header
_NUMBER = re.compile(
    r"[-+(]?(?:[€$£] ?)?\d[\d \xa0\u202f'’.]*(?:[.,]\d+)?(?:[eE][-+]?\d+)?\)? ?[€$£%]?"
)
_DATE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[ T].*)?")
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)

Cells = Sequence[str]
_Test = Callable[[Cells, Cells, Sequence[Cells]], bool]  # of two lines and of the rows below


@dataclass(frozen=True, slots=True)
class Header:
    """The titles found, "" where a column has none; rows start at the 0-based line `end`."""

    titles: tuple[str, ...]
    line: int
    line_end: int
    end: int
    cells: Cells | None  # as delivered on one line, to know it again; None otherwise


def place_header(records: Sequence[Record], width: int) -> Header:
    """Among the first records, the full line made of words, and the one that completes it.

    Where the first full line holds the same kinds of values as the lines below, there is no
    header: the columns have no title and that line is a row.
    """
    place = _place(records, width)
    found, cells = records[place], trimmed(records[place])
    rows = [trimmed(record) for record in records[place + 1 :]]
    if _is_row(cells, rows):
        return Header(("",) * len(cells), found.line, found.line, found.line - 1, None)
    for top, is_one in ((place - 1, _tells_apart), (place, _completes)):
        if 0 <= top < len(records) - 1 and (titles := _on_two(records[top:], is_one)):
            first, last = records[top].line, records[top + 1].line_end
            return Header(titles, first, last, last, None)
    if _lack_first(cells, rows):
        cells = ["", *cells]
    return Header(tuple(cells), found.line, found.line_end, found.line_end, found.cells)


def kind_of(cell: str) -> str:
    """What a cell holds that no title does: a number, a date; else nothing."""
    if _NUMBER.fullmatch(cell):
        return "number"
    return "date" if _DATE.fullmatch(cell) else ""


def trimmed(record: Record) -> list[str]:
    """The cells without the blanks around them."""
    return [cell.strip() for cell in record.cells or ()]


def _place(records: Sequence[Record], width: int) -> int:
    """The place of the header, or of the first row where there is none."""
    filled = [sum(map(bool, trimmed(record))) for record in records]
    least = max(min(_used(records, width) // 2, median(filled)), int(width > 1))
    full = [place for place, count in enumerate(filled[:SEARCHED]) if count > least]
    worded = [place for place in full if not any(map(kind_of, trimmed(records[place])))]
    early = [place for place in worded if place - full[0] - worded.index(place) <= MOST_ABOVE]
    exact = [place for place in early if len(records[place].cells or ()) == width]
    if 2 * len(exact) > len(full):  # rows of words: a title line looks like none of them
        exact = []
    for place in (*exact, *early, *full):
        return place
    raise Refused(
        "en_tete_absent", "aucune ligne d'en-tête", "mettez les noms de colonnes en première ligne"
    )


def _used(records: Sequence[Record], width: int) -> int:
    """How many columns hold something, among those that the rows have."""
    rows = [trimmed(record) for record in records if len(record.cells or ()) == width]
    return sum(1 for column in zip(*rows, strict=True) if any(column)) or width


def _is_row(cells: Cells, rows: Sequence[Cells]) -> bool:
    """Whether each value of a line stands over values of its kind, and none may be a title.

    Years and numbers that follow each other are titles that many tables have.
    """
    kinds = {place: kind for place, cell in enumerate(cells) if (kind := kind_of(cell))}
    if not kinds or _are_steps([cells[place] for place in kinds]):
        return False
    return all(_holds(kind, _column(rows, place)) for place, kind in kinds.items())


def _are_steps(values: Cells) -> bool:
    whole = [int(value) for value in values if value.isascii() and value.isdigit()]
    if len(whole) < len(values):
        return False
    if all(map(_YEAR.fullmatch, values)):
        return True
    return len(whole) > 1 and all(after - before == 1 for before, after in pairwise(whole))


def _column(rows: Sequence[Cells], place: int) -> list[str]:
    return [row[place] for row in rows if place < len(row)]


def _holds(kind: str, column: Cells) -> bool:
    filled = [cell for cell in column if cell]
    return bool(filled) and 2 * sum(1 for cell in filled if kind_of(cell) == kind) > len(filled)


def _lack_first(cells: Cells, rows: Sequence[Cells]) -> bool:
    """Whether the rows have one more cell, the first, that names them as R writes it."""
    filled = [row for row in rows if any(row)]
    names = {row[0] for row in filled}
    return (
        len(filled) > 1
        and all(len(row) == len(cells) + 1 for row in filled)
        and any(row[-1] for row in filled)
        and len(names - {""}) == len(filled)
    )


def _on_two(records: Sequence[Record], is_one: _Test) -> tuple[str, ...]:
    """The titles of the first two lines read as one header; none when they are not one."""
    high, low, *rows = map(trimmed, records)
    if len(high) != len(low) or any(map(kind_of, low)) or not any(high) or all(high):
        return ()
    carried, titles = "", []
    for over, under in zip(high, low, strict=True):
        carried = over or carried
        titles.append(f"{carried} {under}".strip() if under else over)
    is_whole = all(titles) and len(set(titles)) == len(titles)
    return tuple(titles) if is_whole and is_one(high, low, rows) else ()


def _tells_apart(_: Cells, low: Cells, __: Sequence[Cells]) -> bool:
    """Whether titles come back, which only the merged cells above them tell apart."""
    return all(low) and len(set(low)) < len(low)


def _completes(high: Cells, low: Cells, rows: Sequence[Cells]) -> bool:
    """Whether a line gives its titles to each merged cell above it, and to no other."""
    followed = [not after for after in (*high[1:], "end")]
    for over, under, is_merged in zip(high, low, followed, strict=True):
        if bool(under) != (not over or is_merged):
            return False
    columns = [_column(rows, place) for place, cell in enumerate(low) if cell]
    return any(_holds(kind, column) for column in columns for kind in ("number", "date"))
