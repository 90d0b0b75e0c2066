"""What a column as a whole says of its cells: order of dates, kind of marks, ticks and blanks.

A file is read once with each column watched. When a column turns out to be doubtful, or made of
ticks, its cells have another meaning than alone: the file is read again with other readers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from pipeline.contracts import Field
from pipeline.reading.cells.choices import TICKS
from pipeline.reading.cells.cleaning import tidy
from pipeline.reading.cells.date_doubts import doubtful_serial, mixed_orders, month_first
from pipeline.reading.cells.dates import SERIAL, SERIAL_ORIGIN_1904, serial_date
from pipeline.reading.cells.expectations import expected
from pipeline.reading.cells.numerals import ambiguous_number, number_text
from pipeline.reading.cells.readers import Cell, Reader
from pipeline.reading.refusals import Refused

BLANK_IS_NO = "case vide lue comme « non » : la colonne n'a que des croix"
LAST_1904_YEAR = 2027  # where a column says nothing of its years: none of 1904 is newer

_NUMBER = re.compile(r"[2-6]\d{4}(?:[.,]\d+)?", re.ASCII)  # of a date, perhaps before its time
_GROUPED = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}", re.ASCII)
_COMMA_GROUPS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+\.\d+|[-+]?\d{1,3}(?:,\d{3}){2,}", re.ASCII)
_COMMA_DECIMALS = re.compile(r"[-+]?(?:[\d .'’]+,(?:\d{1,2}|\d{4,})|0,\d+|\d{4,},\d+)", re.ASCII)
_POINT_DECIMALS = re.compile(r"[-+]?(?:\d+\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{4,}\.\d+)", re.ASCII)


class Habit(Protocol):
    """What is kept of a column while it is read."""

    def see(self, text: str, cell: Cell) -> None:
        """Take a text of the column into account, read alone as `cell`."""

    def settled(self, read: Reader) -> Reader | None:
        """The reader that the whole column calls for, None when cells may be read alone."""


@dataclass(slots=True)
class Watched:
    """A reader of single cells that remembers what its column is like."""

    read: Reader
    habit: Habit
    told: str  # what the column expects

    def __call__(self, text: str) -> Cell:
        """Read the cell alone."""
        cell = self.read(text)
        self.habit.see(text, cell)
        return cell

    def settled(self) -> Reader | None:
        """The reader for a second reading of the file, None when there is no need of one."""
        other = self.habit.settled(self.read)
        return other and _telling(other, self.told)


def watch(column: Field, read: Reader, year: int | None = None) -> Watched | None:
    """A watched reader, None for a type whose cells never depend on one another.

    `year` is that of the folder: a spreadsheet's number of another time is doubtful.
    """
    habits: dict[str, type[Ticks | Marks]] = {"boolean": Ticks, "number": Marks, "integer": Marks}
    if column.type in ("date", "yearmonth"):
        last = column.outside.last[:4] if column.outside else ""
        days = Days(year or 0, int(last) if last.isdigit() else LAST_1904_YEAR, _is_ordered(column))
        return Watched(read, days, expected(column))
    habit = habits.get(column.type)
    return Watched(read, habit(), expected(column)) if habit else None


def _is_ordered(column: Field) -> bool:
    """Whether the schema of the column announces its dates with a format of its own."""
    return bool(column.outside and column.outside.written_as)


@dataclass(slots=True)
class Ticks:
    """A column of crosses and blanks: a blank is no."""

    has_tick: bool = False
    has_other: bool = False

    def see(self, text: str, cell: Cell) -> None:
        """Sort the text among ticks, blanks and others."""
        bare = _bare(text).lower()
        if bare in TICKS:
            self.has_tick |= cell.text == "true"
        elif bare:
            self.has_other = True

    def settled(self, read: Reader) -> Reader | None:
        """Read blanks as no where there is nothing but ticks and blanks."""
        if self.has_other or not self.has_tick:
            return None
        return lambda text: read(text) if _bare(text) else Cell("false", (BLANK_IS_NO,))


@dataclass(slots=True)
class Marks:
    """A column of numbers, where a comma may be a mark of thousands."""

    has_doubt: bool = False
    has_groups: bool = False
    has_comma: bool = False
    has_point: bool = False

    def see(self, text: str, cell: Cell) -> None:
        """Note what commas and points are used for."""
        if "." not in text and text[-4:-3] != "," and text.count(",") < 2:
            self.has_comma |= bool(cell.text) and "," in text
            return
        bare = _bare(text)
        self.has_doubt |= _is_decimal(bare, cell)
        self.has_groups |= bool(_COMMA_GROUPS.fullmatch(bare))
        self.has_comma |= bool(_COMMA_DECIMALS.fullmatch(bare))
        self.has_point |= bool(_POINT_DECIMALS.fullmatch(bare))

    def settled(self, read: Reader) -> Reader | None:
        """Refuse `1,234` where other cells write 1,234.5 or 12.5."""
        is_english = self.has_groups or (self.has_point and not self.has_comma)
        if not (self.has_doubt and is_english):
            return None

        def again(text: str) -> Cell:
            bare, cell = _bare(text), read(text)
            if not _is_decimal(bare, cell):
                return cell
            readings = (bare.replace(",", ""), number_text(Decimal(bare.replace(",", "."))))
            return Cell("", (), ambiguous_number(" ou ".join(readings).replace(".", ",")))

        return again


@dataclass(slots=True)
class Days:
    """A column of dates: day or month first, and what its spreadsheet's numbers count from."""

    newest: int = 0  # year
    last: int = LAST_1904_YEAR  # year that no date passes
    is_ordered: bool = False  # the schema says what comes first, whatever other cells hold
    has_month_first: bool = False
    serials: set[str] = field(default_factory=set)

    def see(self, text: str, cell: Cell) -> None:
        """Note the years that are certain, and what is not."""
        if SERIAL in cell.repairs:
            self.serials.add(_bare(text))
        elif cell.text:
            self.newest = max(self.newest, int(cell.text[:4]))
        elif cell.refusal:
            self.has_month_first |= not self.is_ordered and month_first(_bare(text)) is True

    def settled(self, read: Reader) -> Reader | None:
        """Refuse the dates that another cell of the column makes doubtful."""
        latest = min(self.newest + 1, self.last) if self.newest else self.last
        doubtful = {
            text: number
            for text in self.serials
            if (number := _NUMBER.findall(text)[0])
            and serial_date(number, SERIAL_ORIGIN_1904)[0].year <= latest
        }
        if not doubtful and not self.has_month_first:
            return None

        def again(text: str) -> Cell:
            bare = _bare(text)
            if bare in doubtful:
                return Cell("", (), doubtful_serial(doubtful[bare]))
            if self.has_month_first and month_first(bare) is not False:
                return Cell("", (), mixed_orders(bare))
            return read(text)

        return again


def _is_decimal(bare: str, cell: Cell) -> bool:
    """Whether `1,234` was read as less than a thousand: a contract may say that it is more."""
    return bool(cell.text and _GROUPED.fullmatch(bare)) and abs(Decimal(cell.text)) < 1000


def _telling(read: Reader, told: str) -> Reader:
    def again(text: str) -> Cell:
        cell = read(text)
        if cell.refusal and not cell.refusal.expected:
            cell.refusal.expected = told
        return cell

    return again


def _bare(text: str) -> str:
    try:
        return tidy(text)[0]
    except Refused:
        return text
