"""Rows that have not as many cells as the header: squared without doubt, or refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from pipeline.reading.books.sheets import DELIMITER
from pipeline.reading.cells.readers import Cell
from pipeline.reading.frames.framing import read_records
from pipeline.reading.frames.headers import Layout
from pipeline.reading.refusals import Refused

FEWEST_SHORT = 3  # short rows that make it a habit of the software to leave last blanks out
FEWEST_LONG = 2  # rows that end on more delimiters than the header: they are the software's
ABSENT_CELLS = "cellules finales absentes"
GLUED_COMMA = "virgule décimale non protégée recollée"

_WHOLE = re.compile(r"[-+(]?\d{1,3}(?:[ \xa0\u202f'’]\d{3})+|[-+(]?\d+")
_DIGIT = re.compile(r"\d", re.ASCII)
_DECIMALS = re.compile(r"\d{1,2} ?[\xa0\u202f]?(?:%|€|h|kg)?\)?")

Squared = tuple[list[str], str]  # the cells, and the repair's name
Readers = Mapping[int, Callable[[str], Cell]]  # by place, for the columns of the contract


@dataclass(frozen=True)
class Habits:
    """What the software does with the blank cells that end a row; looked for when first asked."""

    lines: Sequence[str]
    layout: Layout

    @cached_property
    def strips_blanks(self) -> bool:
        """Whether it leaves them out, as Excel used to.

        It does when several rows are short and no row that has all its cells ends with a blank.
        """
        delimiter, most = self.layout.delimiter, len(self.layout.cells) - 1
        short = 0
        for line in self.lines[self.layout.header.line_end :]:
            count = line.count(delimiter)
            if count == most and line.endswith(delimiter):
                return False
            short += 0 < count < most
        return short >= FEWEST_SHORT

    @cached_property
    def adds_blanks(self) -> bool:
        """Whether it ends more than one row on a delimiter that the header has not."""
        layout, width = self.layout, len(self.layout.cells)
        records = read_records(self.lines, layout.delimiter, layout.header.line_end, width)
        longer = (True for r in records if r.cells and len(r.cells) > width and not r.cells[-1])
        return sum(islice(longer, FEWEST_LONG)) == FEWEST_LONG


def square(cells: list[str], layout: Layout, readers: Readers, habits: Habits) -> Squared:
    """The cells, as many as the header has; Refused when that would be a guess."""
    width = len(layout.cells)
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        is_wider = len(cells) > len(layout.header.cells or ())
        if is_wider and not habits.adds_blanks and _may_be_split(cells, layout, readers):
            raise _ONE_MORE
        cells = cells[:width]
    if len(cells) > width:
        return _glued(_filled(cells), layout, readers), GLUED_COMMA
    if len(cells) == width:
        return cells, ""
    lost = set(layout.columns[len(cells) :])
    is_required = any(field.required and field.name in lost for field in layout.contract.fields)
    if is_required or not habits.strips_blanks:
        raise _TOO_SHORT
    return cells + [""] * (width - len(cells)), ABSENT_CELLS


def _filled(cells: list[str]) -> list[str]:
    while not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _may_be_split(cells: list[str], layout: Layout, readers: Readers) -> bool:
    """Whether a delimiter too many, inside the row, would also explain its last blank cell."""
    width, mark = len(layout.cells), layout.delimiter
    for place in range(width):
        pair = [cell.strip() for cell in cells[place : place + 2]]
        one = f"{pair[0]}{mark}{pair[1]}" if all(pair) else "".join(pair)
        other = [*cells[:place], one, *cells[place + 2 :]][:width]
        if [*map(str.strip, other)] != [*map(str.strip, cells[:width])] and all(
            read(other[at]).refusal is None for at, read in readers.items()
        ):
            return True
    return False


def refuse_cut(cells: Sequence[str], first: Sequence[str], layout: Layout) -> None:
    """Refuse the last line of a file that nothing ends when it is shorter than it should be.

    With all its cells, only a date that is cut shows: `02/02/20` where the first row has four
    digits of the year.
    """
    width = len(layout.cells)
    if len(cells) < width:
        raise _CUT
    if len(cells) > width or len(first) < width or not layout.columns[-1]:
        return
    field = layout.contract.field(layout.columns[-1])
    if field.type in {"date", "yearmonth"} or (field.outside and field.outside.kind == "datetime"):
        whole, last = (_DIGIT.sub("0", row[width - 1].strip()) for row in (first, cells))
        if last and last != whole and whole.startswith(last):
            raise _CUT


def _glued(cells: list[str], layout: Layout, readers: Readers) -> list[str]:
    """The one way of gluing `12` and `50` again that suits the number and types of columns."""
    if layout.delimiter == DELIMITER:
        raise _BESIDE
    if layout.delimiter != ",":
        raise TOO_LONG
    numeric = {
        place
        for place, name in enumerate(layout.columns)
        if name and layout.contract.field(name).type in {"number", "integer"}
    }
    found = _gluings(tuple(cells), len(layout.cells), numeric, readers)
    if not found:
        raise TOO_LONG
    if len(found) > 1:
        raise _TWO_READINGS
    return found[0]


def _gluings(
    cells: Sequence[str], width: int, numeric: set[int], readers: Readers
) -> list[list[str]]:
    """Two ways at most: a second one is enough to know that nobody can tell."""
    dead: set[tuple[int, int]] = set()

    def fits(place: int, text: str) -> bool:
        return place not in readers or readers[place](text).refusal is None

    def ways(start: int, place: int) -> list[list[str]]:
        excess = (len(cells) - start) - (width - place)
        if (start, place) in dead or excess < 0 or place > width:
            return []
        if start == len(cells):
            return [[]] if place == width else []
        found = []
        if place < width and fits(place, cells[start]):
            found += [[cells[start], *rest] for rest in ways(start + 1, place + 1)]
        if excess and len(found) < 2 and place in numeric and _is_pair(cells[start : start + 2]):
            text = ",".join(part.strip() for part in cells[start : start + 2])
            if fits(place, text):
                found += [[text, *rest] for rest in ways(start + 2, place + 1)]
        if not found:
            dead.add((start, place))
        return found[:2]

    return ways(0, 0)


def _is_pair(pair: Sequence[str]) -> bool:
    if len(pair) < len("ab"):
        return False
    whole, decimals = pair
    return bool(_WHOLE.fullmatch(whole.strip()) and _DECIMALS.fullmatch(decimals.strip()))


_CUT = Refused(
    "fichier_coupe",
    "dernière ligne incomplète : le fichier semble coupé",
    "refaites l'export et vérifiez la dernière ligne",
)
TOO_LONG = Refused(
    "ligne_trop_longue",
    "plus de cellules que de colonnes",
    "un séparateur est sans doute dans un texte : mettez ce texte entre guillemets",
)
_BESIDE = Refused(
    TOO_LONG.code,
    "une cellule est remplie à droite des colonnes du tableau",
    "effacez-la si c'est une note ; sinon donnez un titre à sa colonne",
)
_ONE_MORE = Refused(
    TOO_LONG.code,
    "la ligne finit par un séparateur de trop, ou l'un de ses textes en contient un",
    "retirez le dernier séparateur ; ou, si un texte a été coupé en deux, mettez-le entre "
    "guillemets",
)
_TWO_READINGS = Refused(
    "virgule_ambigue",
    "plus de cellules que de colonnes, et les virgules décimales peuvent se lire de deux façons",
    "refaites l'export avec le point-virgule comme séparateur, ou mettez les nombres entre "
    "guillemets",
)
_TOO_SHORT = Refused(
    "ligne_trop_courte",
    "moins de cellules que de colonnes",
    "complétez la ligne : il faut autant de cellules que de colonnes, même vides",
)
