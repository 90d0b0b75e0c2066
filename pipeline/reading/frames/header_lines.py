"""Where the header of a file is: on one line or two, and between which delimiters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.reading.frames.framing import DELIMITERS, LONGEST_HEADER, Record, read_records
from pipeline.reading.frames.quoting import QUOTE, open_in_header
from pipeline.reading.frames.titles import Index, meanings
from pipeline.reading.refusals import Refused

NO_HEADER = "en_tete_absent"
SEARCHED_LINES = 40
COMPARED_ROWS = 50  # to tell two delimiters under which the header reads equally well

_NAMES = {";": "le point-virgule", ",": "la virgule", "\t": "la tabulation", "|": "la barre"}
_DECLARED = re.compile(r'"?sep=(.)"?[;,]*', re.IGNORECASE)
_NO_DELIMITER = "\x1f"  # in no text
_YEAR = re.compile(r"20\d\d", re.ASCII)
_FIGURE = re.compile(r"[-+\d\s.,/:€%()]*\d[-+\d\s.,/:€%()]*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A header as found; `rows` are its lines as delivered, `cells` one title a column."""

    delimiter: str
    record: Record
    cells: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    score: int


def find_header(lines: Sequence[str], index: Index) -> Heading:
    """The lines, among the first, in which most cells are names of one contract.

    Raises Refused when none has any, or when two delimiters suit it as well.
    """
    best: list[Heading] = []
    for position in range(min(SEARCHED_LINES, len(lines))):
        for found in _headings(lines, position, index):
            if found.score and (not best or found.score > best[0].score):
                best = [found]
            elif best and found.score == best[0].score and found.record[0] == best[0].record.line:
                best.append(found)
        if best and best[0].score > 1 and best[0].score == len(best[0].cells):
            break
    if not best:
        _refuse_open_quote(lines, index)
        raise no_header()
    return _on_two_lines(lines, _suited(lines, best), index)


def uncut_delimiter(lines: Sequence[str], heading: Heading) -> str:
    """Under a header of one title, the mark that cuts fewest texts; those that end lines first."""

    def cuts(mark: str) -> tuple[int, int]:
        if not any(mark in line for line in lines):
            return 0, 0
        rows = list(read_records(lines, mark, heading.record.line_end, 1))
        cut = sum(1 for row in rows if any(map(str.strip, (row.cells or ())[1:])))
        return cut, -sum(1 for row in rows if len(row.cells or ()) > 1)

    marks: Sequence[str] = (*DELIMITERS, _NO_DELIMITER)
    return min(marks, key=cuts)


def _refuse_open_quote(lines: Sequence[str], index: Index) -> None:
    """Refuse a line that would be a header, were it not for a quote that nothing closes."""
    for number, line in enumerate(lines[:SEARCHED_LINES], 1):
        for mark in DELIMITERS if line.count(QUOTE) % 2 else ():
            cells = line.split(mark)
            if 2 * _score([cell.strip(' "') for cell in cells], index) > len(cells):
                raise open_in_header(cells, number)


def no_header(titles: Sequence[str] = (), *, is_data: bool = False) -> Refused:
    """The refusal of a file in which no line names columns; `titles` are those to write."""
    reason = "la ligne d'en-tête manque : la première ligne porte déjà des données"
    return Refused(
        NO_HEADER,
        reason if is_data else "aucune ligne d'en-tête reconnue",
        "ajoutez au-dessus des données une ligne avec les noms de colonnes du modèle, "
        f"dans l'ordre de vos colonnes{' : ' if titles else ''}{'; '.join(titles)}",
    )


def is_a_row(cells: Sequence[str], index: Index) -> bool:
    """Whether a line has values, and few titles that a word among its values may be."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    named = sum(1 for cell in filled if meanings(cell, index))
    return 2 * named <= len(filled) and any(map(_is_value, filled))


def holds_values(line: str) -> bool:
    """Whether some cell of the line, under one delimiter or another, is a figure or a date."""
    return any(_is_value(cell.strip(' "')) for mark in DELIMITERS for cell in line.split(mark))


def _is_value(cell: str) -> bool:
    return bool(_FIGURE.fullmatch(cell)) and not _YEAR.fullmatch(cell)


def _headings(lines: Sequence[str], position: int, index: Index) -> Iterator[Heading]:
    """What the line is under each delimiter it holds, or may hold after an open quote."""
    line = lines[position]
    is_open = line.count(QUOTE) % 2
    held = [mark for mark in DELIMITERS if is_open or mark in line]
    for delimiter in held or [DELIMITERS[0]]:
        record = next(read_records(lines, delimiter, position, None, LONGEST_HEADER))
        cells = tuple(record.cells or ())
        yield Heading(delimiter, record, cells, (cells,), _score(cells, index))


def _score(cells: Sequence[str], index: Index) -> int:
    """How many fields of the contract that has most are named."""
    counts: Counter[str] = Counter()
    for field in {meaning for cell in cells for meaning in meanings(cell, index)}:
        counts[field[0]] += 1
    return max(counts.values(), default=0)


def _suited(lines: Sequence[str], found: Sequence[Heading]) -> Heading:
    """The one under whose delimiter the rows below have as many cells as the header."""
    if len(found) == 1:
        return found[0]
    if declared := _DECLARED.fullmatch(lines[0].strip()):
        found = [one for one in found if one.delimiter == declared[1]] or found
    suits = [(_regular_rows(lines, one), one) for one in found]
    most = max(count for count, _ in suits)
    best = [one for count, one in suits if count == most]
    if len(best) > 1:
        first, second = (_NAMES[one.delimiter] for one in best[:2])
        raise Refused(
            "separateur_ambigu",
            f"{first} et {second} séparent aussi bien les colonnes",
            "refaites l'export avec un seul séparateur, le point-virgule, et les textes entre "
            "guillemets",
        ).on(best[0].record.line)
    return best[0]


def _regular_rows(lines: Sequence[str], heading: Heading) -> int:
    width = len(heading.cells)
    below = read_records(lines, heading.delimiter, heading.record.line_end, width)
    return sum(1 for record in islice(below, COMPARED_ROWS) if len(record.cells or ()) == width)


def _on_two_lines(lines: Sequence[str], found: Heading, index: Index) -> Heading:
    """The header with the line above or below it, where together they name more columns."""
    best = found
    above = [record for record in _before(lines, found) if record.line_end == found.record.line - 1]
    below = list(islice(read_records(lines, found.delimiter, found.record.line_end, None), 1))
    for top, bottom in (
        *((one, found.record) for one in above),
        *((found.record, b) for b in below),
    ):
        heading = _joined(top, bottom, found.delimiter, index)
        if heading and heading.score > best.score:
            best = heading
    return best


def _before(lines: Sequence[str], found: Heading) -> Iterator[Record]:
    return read_records(lines[: found.record.line - 1], found.delimiter, 0, None)


def _joined(top: Record, bottom: Record, delimiter: str, index: Index) -> Heading | None:
    """Two lines as one header; None when the second one holds figures."""
    rows = tuple(top.cells or ()), tuple(bottom.cells or ())
    if any(_FIGURE.fullmatch(cell) for cell in rows[1]):
        return None
    width = max(map(len, rows))
    titles, carried = [], ""
    for high, low in zip(*(list(row) + [""] * (width - len(row)) for row in rows), strict=True):
        carried = high.strip() or carried
        titles.append(_title(high.strip(), carried, low.strip(), index))
    record = Record(top.line, bottom.line_end, titles)
    return Heading(delimiter, record, tuple(titles), rows, _score(titles, index))


def _title(high: str, carried: str, low: str, index: Index) -> str:
    """The title of a column whose header is cut in two, or under a merged cell."""
    whole = [f"{high} {low}" if high else "", f"{carried} {low}" if low else "", low, high]
    known = (text.strip() for text in whole if text and meanings(text, index))
    return next(known, (f"{carried} {low}" if low else high).strip())
