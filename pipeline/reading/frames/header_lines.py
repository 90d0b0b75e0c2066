"""Where the header of a file is: on one line or several, and between which delimiters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from pipeline.reading.frames.framing import DELIMITERS, LONGEST_HEADER, Record, read_records
from pipeline.reading.frames.quoting import QUOTE, open_in_header
from pipeline.reading.frames.titles import Index, meanings
from pipeline.reading.refusals import Refused

NO_HEADER = "en_tete_absent"
SEARCHED_LINES = 40
TALLEST = 4  # lines of a header
COMPARED_ROWS = 50  # to tell two delimiters under which the header reads equally well

_NAMES = {";": "le point-virgule", ",": "la virgule", "\t": "la tabulation", "|": "la barre"}
_DECLARED = re.compile(r'"?sep=(.)"?[;,]*', re.IGNORECASE)
_BLANK = "".join(DELIMITERS) + '" \xa0'
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
    filled = (place for place, line in enumerate(lines) if line.strip(_BLANK))
    for position in islice(filled, SEARCHED_LINES):
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
    return _on_more_lines(lines, _suited(lines, best), index)


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
            if 2 * score([cell.strip(' "') for cell in cells], index) > len(cells):
                raise open_in_header(cells, number)


def no_header(titles: Sequence[str] = (), *, is_data: bool = False) -> Refused:
    """The refusal of a file in which no line names columns; `titles` are those to write."""
    what = "aucun titre de colonne reconnu"
    where = "écrivez à la place des titres, ou sur une ligne au-dessus des données,"
    if is_data:
        what = "la ligne d'en-tête manque : la première ligne porte déjà des données"
        where = "ajoutez une ligne au-dessus des données, avec"
    names = f" : {'; '.join(titles)}" if titles else ""
    remedy = f"{where} les noms de colonnes du modèle, dans l'ordre de vos colonnes{names}"
    return Refused(NO_HEADER, what, remedy)


def is_a_row(cells: Sequence[str], index: Index) -> bool:
    """Whether a line has values, and few titles that a word among its values may be."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    named = sum(1 for cell in filled if meanings(cell, index))
    return 2 * named <= len(filled) and any(map(_is_value, filled))


def holds_values(line: str) -> bool:
    """Whether some cell of the line, under one delimiter or another, is a figure or a date."""
    return any(_is_value(cell.strip(' "')) for mark in DELIMITERS for cell in line.split(mark))


def is_figure(cell: str) -> bool:
    """Whether a cell is a number or a date, with its unit or its marks."""
    return bool(_FIGURE.fullmatch(cell))


def _is_value(cell: str) -> bool:
    return is_figure(cell) and not _YEAR.fullmatch(cell)


def _headings(lines: Sequence[str], position: int, index: Index) -> Iterator[Heading]:
    """What the line is under each delimiter it holds, or may hold after an open quote."""
    line = lines[position]
    is_open = line.count(QUOTE) % 2
    held = [mark for mark in DELIMITERS if is_open or mark in line]
    for delimiter in held or [DELIMITERS[0]]:
        record = next(read_records(lines, delimiter, position, None, LONGEST_HEADER))
        cells = tuple(record.cells or ())
        yield Heading(delimiter, record, cells, (cells,), score(cells, index))


def score(cells: Sequence[str], index: Index) -> int:
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


def _on_more_lines(lines: Sequence[str], found: Heading, index: Index) -> Heading:
    """The header with the lines around it, as few as name the most columns together."""
    if found.score == len(found.cells):
        return found
    line = found.record.line
    above = [record for record in _before(lines, found) if line - record.line < TALLEST]
    after = read_records(lines, found.delimiter, found.record.line_end, None)
    around = [*above, found.record, *islice(after, TALLEST - 1)]
    best, place = found, len(above)
    for height in range(2, TALLEST + 1):
        for top in range(max(place + 1 - height, 0), place + 1):
            heading = _joined(around[top : top + height], found.delimiter, index)
            if heading and heading.score > best.score:
                best = heading
    return best


def _before(lines: Sequence[str], found: Heading) -> Iterator[Record]:
    return read_records(lines[: found.record.line - 1], found.delimiter, 0, None)


def _joined(records: Sequence[Record], delimiter: str, index: Index) -> Heading | None:
    """Lines as one header; None when a figure below the first one is of no title."""
    rows = tuple(tuple(record.cells or ()) for record in records)
    columns = [[cell.strip() for cell in cells] for cells in zip_longest(*rows, fillvalue="")]
    for words in columns:
        if any(map(is_figure, words[1:])) and not meanings(" ".join(words), index):
            return None
    titles, carried = [], ""
    for words in columns:
        carried = words[0] or carried
        titles.append(_title(words, carried, index))
    record = Record(records[0].line, records[-1].line_end, titles)
    return Heading(delimiter, record, tuple(titles), rows, score(titles, index))


def _title(words: Sequence[str], carried: str, index: Index) -> str:
    """The title of a column whose header is cut in several, or under a merged cell.

    All its words, then fewer: those above the last may be the name of a group.
    """
    high, *below = words
    said = [word for word in below if word]
    tops = [top for top in (high, carried if said else "") if top]
    whole = [" ".join((top, *part)) for part in (said, said[-1:]) for top in tops]
    whole += [" ".join(said[n:]) for n in range(len(said))] + [high]
    known = (text for text in whole if meanings(text, index))
    return next(known, " ".join((carried, *said)) if said else high)
