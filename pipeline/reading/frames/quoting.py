"""Cells between quotes: closed, doubled, back-slashed or forgotten."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipeline.reading.books.sheets import letter
from pipeline.reading.refusals import Refused

QUOTE = '"'
ESCAPED = '\\"'
ESCAPED_QUOTES = "guillemets échappés par une barre oblique"
BARE_QUOTES = "guillemets intérieurs non doublés"
SPACED_QUOTES = "espaces avant des guillemets retirés"

_OPENING = re.compile(rf"([ \xa0]*){QUOTE}")

Split = tuple[list[str] | None, str]  # the cells, None when a quote is open; the repair's name


def open_in_header(cells: Sequence[str], line: int) -> Refused:
    """The refusal of a header in one cell of which a quote opens and nothing closes it."""
    place = next(at for at, cell in enumerate(cells) if cell.count(QUOTE) % 2)
    refused = Refused(
        "guillemet_non_ferme",
        "guillemet ouvert et jamais fermé dans l'en-tête",
        'fermez le guillemet ("), ou supprimez-le',
    )
    return refused.on(line).at(letter(place), cells[place].strip(f" {QUOTE}"))


def spaced_quote(delimiter: str) -> str:
    """What a line holds when spaces part its delimiters from its quotes."""
    return f"{delimiter} {QUOTE}"


@cache
def opens_inside(delimiter: str) -> re.Pattern[str]:
    """A quote stuck behind a word that closes in a cell further on: `12"Table; ronde"`.

    A delimiter lacks before it, or it is no quote: nobody can tell.
    """
    mark = re.escape(delimiter)
    before, text = rf'(?:^|{mark})[^"{mark}\n]*[^\s"{mark}]', r'(?:[^"\n]|"")*'
    return re.compile(rf'(?m){before}"\w{text}{mark}{text}"+(?:{mark}|$)')


@cache
def stuck_quote(delimiter: str) -> re.Pattern[str]:
    """A quote between two words: all that `opens_inside` finds has one, and it is found faster."""
    return re.compile(rf'"(?<=[^\s"{re.escape(delimiter)}]")\w')


def quoted_cells(lines: Sequence[str], delimiter: str) -> list[list[str]] | None:
    """The cells of lines that quote each of them, with no quote inside; None for any others."""
    text = "\n".join(lines)
    cells = [line.split(f'"{delimiter}"') for line in text[1:-1].split('"\n"')]
    is_whole = len(cells) == len(lines) and text[0] == text[-1] == QUOTE
    marks = 2 * sum(map(len, cells))  # around each cell
    return cells if is_whole and text.count(QUOTE) == marks else None


def split_cells(text: str, delimiter: str, width: int | None = None) -> Split:
    """The cells of one record, None when a quoted cell is still open at its end.

    A quote opens only at the start of a cell; one that neither doubles nor stands before a
    delimiter is kept as text, so that `tube de 3" ;` and `"dit "Jo""` lose nothing. A
    back-slashed quote is a quote when the plain reading does not hold. After spaces, a quote
    opens only if it closes at the end of its cell.
    """
    cells, repair = _split(text, delimiter)
    if ESCAPED in text and not (cells and repair != BARE_QUOTES and _fits(cells, width)):
        hidden = text.replace("\\\\", "\ue000").replace(ESCAPED, "\ue001")
        found, _ = _split(hidden, delimiter)
        if found is not None and (cells is None or _fits(found, width)):
            clean = [c.replace("\ue001", QUOTE).replace("\ue000", "\\\\") for c in found]
            return clean, ESCAPED_QUOTES
    return cells, repair


def _fits(cells: list[str], width: int | None) -> bool:
    """Whether there are as many cells as the header has; blank ones may follow."""
    return width is None or (len(cells) >= width and not any(c.strip() for c in cells[width:]))


def _split(text: str, delimiter: str) -> Split:
    """The cells, and what was not as it must be in the quotes around them."""
    cells: list[str] = []
    repair = ""
    position, length = 0, len(text)
    while True:
        opening = _OPENING.match(text, position)
        closing, after, is_plain = -1, position, True
        if opening:
            closing, after, is_plain = _closing_quote(text, opening.end(), delimiter)
        if opening and closing >= 0:
            cells.append(text[opening.end() : closing].replace('""', QUOTE))
            if not is_plain:
                repair = BARE_QUOTES
            elif opening[1]:
                repair = repair or SPACED_QUOTES
            position = after
        elif opening and not opening[1]:
            return None, repair
        else:
            end = text.find(delimiter, position)
            end = length if end < 0 else end
            cells.append(text[position:end])
            position = end
        if position >= length:
            return cells, repair
        position += 1


def _closing_quote(text: str, position: int, delimiter: str) -> tuple[int, int, bool]:
    """Where the quote closes and where its cell ends; -1 when it stays open."""
    ending, is_plain = _ending(delimiter), True
    while True:
        found = text.find(QUOTE, position)
        if found < 0:
            return -1, -1, is_plain
        if end := ending.match(text, found + 1):
            return found, end.end(), is_plain
        is_doubled = text.startswith(QUOTE, found + 1)
        is_plain = is_plain and is_doubled
        position = found + (2 if is_doubled else 1)


@cache
def _ending(delimiter: str) -> re.Pattern[str]:
    """What may stand between a closing quote and the end of its cell: spaces."""
    return re.compile(rf"[ \xa0]*(?={re.escape(delimiter)}|\Z)")
