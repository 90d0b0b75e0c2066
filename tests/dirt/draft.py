"""One file on its way from a clean table to dirty bytes, and what reading it must give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar

from pipeline.contracts import Contract, Field

YEAR = 2025  # of the folder where every file is laid

Value = str | int | Decimal | date | bool | None
Row = dict[str, Value]
T = TypeVar("T")


class Unfit(Exception):  # noqa: N818  # not an error: the table has nothing this can dirty
    """The operator does not apply to this table, or not after the one before it."""


@dataclass(eq=False, slots=True)
class Line:
    """One record of the file; `row` is the clean row it holds, None when it holds no data."""

    cells: list[str]
    row: int | None = None
    reshape: list[Callable[[str], str]] = field(default_factory=list)  # of the whole line
    quoted: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fault to come: `line` None is the whole file; a lenient one leaves the row counted."""

    line: Line | None
    column: str
    code: str
    is_lenient: bool = False


@dataclass(eq=False, slots=True)
class Draft:
    """The file being dirtied: operators change it, `render` writes it."""

    contract: Contract
    case: int
    rng: Random
    columns: list[str]
    rows: list[Row]
    above: list[Line]
    header: list[Line]
    body: list[Line]
    suffix: str = ".csv"
    inside: str = ""  # what the reader adds to the path of a sheet or of a member
    sheet: str = ""
    copies: list[str] = field(default_factory=list)  # other names of the same file
    beside: list[tuple[str, str]] = field(default_factory=list)  # (path's end, code) of others
    delimiter: str = ";"
    newlines: tuple[str, ...] = ("\n",)
    last_newline: bool = True
    quote: str = '""'  # how a quote inside a quoted cell is written
    quotes_all: bool = False
    encoding: str = "utf-8"
    on_bytes: list[Callable[[bytes], bytes]] = field(default_factory=list)
    write: Callable[[Draft], bytes] | None = None  # instead of delimited text
    options: int = 1  # of the operator that has most
    taken: set[object] = field(default_factory=set)
    wrongs: list[Wrong] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # patterns of what the reader must name

    @property
    def titles(self) -> Line:
        """The line of the header that names the columns."""
        return max(self.header, key=lambda line: sum(1 for cell in line.cells if cell.strip()))

    @property
    def structure(self) -> str:
        """The member whose file this is."""
        return f"membre-{self.case}"

    def choose(self, options: Sequence[T]) -> T:
        """One of the ways to write, each in turn as the cases go on."""
        self.options = max(self.options, len(options))
        return options[self.case % len(options)]

    def take(self, *things: object) -> None:
        """Keep other operators off what this one changes; Unfit when it is taken."""
        if self.taken & set(things):
            raise Unfit
        self.taken.update(things)

    def data_lines(self) -> list[Line]:
        """The lines that hold rows, in the order of the file."""
        return [line for line in self.body if line.row is not None]

    def cells(self) -> Iterator[tuple[Line, int, Field, Value]]:
        """Every cell that no operator has touched yet, in a random order."""
        places = [(line, place) for line in self.data_lines() for place in range(self.width)]
        self.rng.shuffle(places)
        for line, place in places:
            name = self.columns[place]
            if not name or {line, (line, name), name} & self.taken:
                continue
            assert line.row is not None
            yield line, place, self.contract.field(name), self.rows[line.row][name]

    def pick(self, wanted: Callable[[Field, Value], bool]) -> tuple[Line, int, Field, Value]:
        """A cell as wanted, now taken; Unfit when there is none."""
        for line, place, column, value in self.cells():
            if wanted(column, value):
                self.take((line, column.name))
                return line, place, column, value
        raise Unfit

    def pick_alone(self, wanted: Callable[[Field, Value], bool]) -> tuple[Line, int, Field, Value]:
        """A cell as wanted, of a line that nothing has touched; the line is taken whole."""
        touched = self._touched()
        for line, place, column, value in self.cells():
            if wanted(column, value) and line not in touched:
                self.take(line)
                return line, place, column, value
        raise Unfit

    def pick_column(
        self, wanted: Callable[[Field, Value], bool], *, alone: bool = False
    ) -> tuple[int, Field]:
        """A column with a cell as wanted, to write anew in every row, where nothing else was.

        `alone`: no other column was written in either.
        """
        lines = set(self.data_lines())
        spoilt = {thing[1] for thing in self.taken if isinstance(thing, tuple)}
        if alone and (spoilt or self.taken & set(self.columns)):
            raise Unfit
        for _, place, column, value in self.cells():
            is_free = column.name not in spoilt
            if wanted(column, value) and is_free and not lines & self.taken:
                self.take(column.name, *(lines if alone else ()))
                return place, column
        raise Unfit

    def take_line(self, line: Line) -> None:
        """Keep that whole line; Unfit when something touched it."""
        if line in self._touched():
            raise Unfit
        self.take(line)

    def _touched(self) -> set[object]:
        return {thing[0] for thing in self.taken if isinstance(thing, tuple)}

    def pick_line(self) -> Line:
        """A line of data that nothing has touched yet, now taken whole."""
        free = [line for line in self.data_lines() if line not in self.taken | self._touched()]
        if not free:
            raise Unfit
        line = self.rng.choice(free)
        self.take(line)
        return line

    def refuse(self, line: Line | None, column: str, code: str, *, lenient: bool = False) -> None:
        """Say which fault must come."""
        if line is not None and not lenient:
            self.disturb()
        self.wrongs.append(Wrong(line, column, code, lenient))

    def disturb(self) -> None:
        """Rows are no longer all there with their clean values: no total may know of them."""
        if "totals" in self.taken:
            raise Unfit
        self.taken.add("disturbed")

    def total(self) -> None:
        """What stands between the rows depends on all of them."""
        if "disturbed" in self.taken:
            raise Unfit
        self.take("totals")

    @property
    def width(self) -> int:
        """Cells of a line of data before any is added."""
        return len(self.columns)

    def lines(self) -> list[Line]:
        """All the records, from the top of the file."""
        return [*self.above, *self.header, *self.body]


def render(draft: Draft) -> bytes:
    """The file's bytes; each line learns where it starts and ends."""
    if draft.write:
        return draft.write(draft)
    lines, text, number = draft.lines(), "", 1
    for rank, line in enumerate(lines):
        written = draft.delimiter.join(_cell(cell, draft, line) for cell in line.cells)
        for change in line.reshape:
            written = change(written)
        line.start = number
        line.end = number + written.count("\n")
        number = line.end + 1
        newline = draft.newlines[rank % len(draft.newlines)]
        text += written
        text += newline if rank + 1 < len(lines) or draft.last_newline else ""
    try:
        data = text.encode(draft.encoding)
    except UnicodeEncodeError:
        raise Unfit from None
    for edit in draft.on_bytes:
        data = edit(data)
    return data


def _cell(text: str, draft: Draft, line: Line) -> str:
    risky = (draft.delimiter, '"', "\n", "\r")
    if draft.quotes_all or line.quoted or any(mark in text for mark in risky):
        return '"' + text.replace('"', draft.quote) + '"'
    return text


def serial_number(day: date) -> str:
    """The number under which a spreadsheet keeps a day."""
    return str((day - date(1899, 12, 30)).days)


def of_two_calendars(day: Value) -> bool:
    """Whether the number of that day, counted from 1904, is a day of the past as well."""
    return isinstance(day, date) and (day + timedelta(days=1462)).year <= YEAR + 1


def is_open_text(column: Field, value: Value) -> bool:
    """A text that may hold anything: no code, no key, no name of a list."""
    is_key = column.name.endswith(("_id", "_key")) or column.name in ("site", "nom")
    return isinstance(value, str) and not (column.enum or column.pattern or is_key)


def plain(value: Value, column: Field) -> str:
    """A value as a careful French member types it: what needs no repair."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return f"{value:%Y-%m}" if column.type == "yearmonth" else f"{value:%d/%m/%Y}"
    return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
