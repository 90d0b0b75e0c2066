"""A CSV without contract: the dialect that its own regularity justifies, every cell as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.reading.frames.framing import DELIMITERS, Record, read_records
from pipeline.reading.frames.quoting import QUOTE, open_in_header
from pipeline.reading.refusals import Refused
from pipeline.reading.single.heading import COMPARED, Header, kind_of, place_header

SAMPLE = 200  # records compared
FEWEST_CUT = 2  # rows of texts that a mark cuts alike, under one title: one is a text with a comma
REGULAR = 0.5  # share of the records that must have the width of the table
_NO_DELIMITER = "\x1f"
_DECIMAL = re.compile(r"[-+(]?\d[\d \xa0\u202f'’.]*,\d+\)? ?[€%]?")
_DECLARED = re.compile(r'"?sep=(.)"?;*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Untyped:
    """The header found, its titles made unique, what is above it and below."""

    delimiter: str
    header: Header
    titles: tuple[str, ...]
    above: tuple[Record, ...]
    below: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """The file as one delimiter cuts it."""

    delimiter: str
    width: int
    score: float  # regularity of the lines, plus the share of cells that are whole values


def read_untyped(lines: Sequence[str], delimiter: str | None) -> Untyped:
    """Find the header, and the dialect unless it is known; Refused when two are as good."""
    declared = None if delimiter else _DECLARED.fullmatch(lines[0].strip())
    known = declared[1] if declared else delimiter
    reading = _reading(lines[int(bool(declared)) :], known) if known else None
    reading = reading or (_Reading(known, 1, 0) if known else _best(lines))
    start = int(bool(declared))
    records = list(islice(read_records(lines, reading.delimiter, start, None), COMPARED))
    header = place_header(records, reading.width)
    titles = unique_titles(header.titles)
    below = tuple(read_records(lines, reading.delimiter, header.end, len(titles)))
    above = [record for record in records if record.line < header.line]
    _refuse_open_quote(above, lines, reading)
    top = [Record(1, 1, [lines[0]])] if declared else []
    return Untyped(reading.delimiter, header, titles, (*top, *above), below)


def _refuse_open_quote(above: Sequence[Record], lines: Sequence[str], reading: _Reading) -> None:
    """Refuse a table above whose header a line as wide as its rows has an open quote."""
    for record in above:
        cells = lines[record.line - 1].split(reading.delimiter)
        is_open = record.cells is None and lines[record.line - 1].count(QUOTE) % 2
        if is_open and len(cells) == reading.width > 1:
            raise open_in_header(cells, record.line)


def _best(lines: Sequence[str]) -> _Reading:
    found = [reading for mark in DELIMITERS if (reading := _reading(lines, mark))]
    if not found:  # one column, whose texts may hold any mark that stands between no cells
        unused = (mark for mark in DELIMITERS if not any(mark in line for line in lines))
        return _Reading(next(unused, _NO_DELIMITER), 1, 0)
    best = max(found, key=lambda reading: reading.score)
    rivals = [reading for reading in found if reading.score == best.score]
    if len(rivals) > 1:
        marks = " et ".join(_named(reading.delimiter) for reading in rivals)
        raise Refused(
            "separateur_ambigu",
            f"{marks} découpent les lignes aussi bien l'un que l'autre",
            "écrivez sep=; (ou le bon séparateur) sur une première ligne, ou donnez un contrat",
        )
    return best


def _named(mark: str) -> str:
    return "la tabulation" if mark == "\t" else f"« {mark} »"


def _reading(lines: Sequence[str], delimiter: str) -> _Reading | None:
    """How well a delimiter cuts the first lines; None when it makes no table of them."""
    rows = []
    for record in read_records(lines, delimiter, 0, None):
        cells = record.cells or []
        if len(cells) == len("12") and _DECIMAL.fullmatch(lines[record.line - 1].strip()):
            cells = [lines[record.line - 1]]  # one number and its decimal comma
        if any(cell.strip() for cell in cells):
            rows.append(cells)
        if len(rows) == SAMPLE:
            break
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return None
    width = max(widths, key=lambda size: (widths[size], size))
    regular = widths[width] / len(rows)
    cells = [cell.strip() for row in rows if len(row) == width for cell in row]
    whole = sum(1 for cell in cells if not cell or kind_of(cell)) / len(cells)
    is_untitled = not whole and len(rows[0]) == 1
    if is_untitled and (widths[width] < FEWEST_CUT or _is_prose(rows[1:], delimiter)):
        return None
    return _Reading(delimiter, width, regular + whole) if regular >= REGULAR else None


def _is_prose(rows: Sequence[Sequence[str]], delimiter: str) -> bool:
    """Whether a mark is but that of sentences and addresses: a space follows it each time."""
    after = [cell for row in rows for cell in row[1:]]
    return delimiter in ",;" and all(cell.startswith(" ") for cell in after)


def unique_titles(cells: Sequence[str]) -> tuple[str, ...]:
    """One name a column: an empty title is numbered, a title met before too."""
    titles: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = cell or f"colonne_{place}"
        while name in titles:
            name = f"{name}_{place}"
        titles.append(name)
    return tuple(titles)
