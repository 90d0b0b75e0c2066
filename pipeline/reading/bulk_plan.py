"""How DuckDB is to read one big file: the columns of its layout, its first rows, one statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pipeline.contracts import Field, sql_type
from pipeline.reading.books.own_marks import is_remedy_title
from pipeline.reading.bulk_habits import Habits, NotPlain
from pipeline.reading.bulk_load import SOURCE, Statement
from pipeline.reading.bulk_scan import Scan
from pipeline.reading.bulk_sql import Typed, string, typed, typed_member
from pipeline.reading.cells.readers import Reader
from pipeline.reading.frames.dataless import suspect_pattern
from pipeline.reading.frames.headers import Layout
from pipeline.reading.frames.ragged import FEWEST_LONG
from pipeline.reading.ledger import Table
from pipeline.reading.rows import from_folder

MOST_EXTRA = 10  # empty cells at the end of every row


@dataclass(frozen=True, slots=True)
class Plan:
    """The statement, the first line below the header, and what is known of each column."""

    statement: Statement
    first: int
    layout: Layout
    habits: Mapping[int, Habits]  # by place in the file
    repairs: Sequence[str]  # the SQL of the columns repaired, each with what is done
    adds_blanks: bool  # rows end on more delimiters than the header, by habit


def make_plan(table: Table, scan: Scan, members: Mapping[str, Collection[str]]) -> Plan:
    """Raise NotPlain when the layout asks for the careful path.

    `table` has the first lines only; `members` gives the identifiers that a column may name.
    """
    layout = table.layout
    if layout.header.line_end == scan.count or any(map(is_remedy_title, layout.cells)):
        raise NotPlain
    rows = [line.split(layout.delimiter) for line in table.lines[layout.header.line_end :]]
    width = len(layout.cells)
    extra = max([1, *(len(cells) - width for cells in rows)])
    if extra > MOST_EXTRA:
        raise NotPlain
    adds_blanks = sum(len(one) > width and not one[-1] for one in rows) >= FEWEST_LONG
    habits = {
        place: _habits(layout.contract.field(name), read, scan, layout, [*_cells(rows, place)])
        for place, _, name, read in table.plan
    }
    columns = {place: _typed(place, one, members) for place, one in habits.items()}
    statement = Statement(
        table=layout.contract.name,
        path=table.path,
        texts=[f"t{place}" for place in range(width + extra)],
        delimiter=layout.delimiter,
        select=_select(table, columns, range(width, width + extra), adds_blanks=adds_blanks),
    )
    repairs = [column.repair for column in columns.values() if column.repair]
    return Plan(statement, layout.header.line_end + 1, layout, habits, repairs, adds_blanks)


def _cells(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    return [cells[place] for cells in rows if place < len(cells)]


def _habits(
    column: Field, read: Reader, scan: Scan, layout: Layout, cells: Sequence[str]
) -> Habits:
    return Habits(column, read, Counter(cells), scan, layout.contract.missing_values)


def _typed(place: int, habits: Habits, members: Mapping[str, Collection[str]]) -> Typed:
    text, value, known = f"t{place}", f"v{place}", members.get(habits.column.name)
    if known is None:
        return typed(text, value, habits)
    return typed_member(text, value, habits, known)


def _select(table: Table, columns: Mapping[int, Typed], beyond: range, *, adds_blanks: bool) -> str:
    layout, fields = table.layout, table.layout.contract.fields
    checks = [f"t{beyond.start - 1} is not null"]
    blank = "coalesce(t{}, '') = ''" if adds_blanks else "t{} is null"
    checks += [blank.format(place) for place in beyond]
    checks += [f"not regexp_matches(t0, {string(f'^(?i:{suspect_pattern(layout)})')})"]
    checks += [column.check for column in columns.values()]
    values = [f"{column.value} as v{place}" for place, column in columns.items()]
    read = {slot: f"v{place}" for place, slot, _, _ in table.plan}
    told = from_folder(table)
    slots = [
        read.get(slot) or f"nullif({string(told.get(one.name, ''))}, '')::{sql_type(one)}"
        for slot, one in enumerate(fields)
    ]
    year = "null" if table.place.year is None else str(table.place.year)
    return (
        f"select {string(table.path)}, _ligne, "  # noqa: S608
        f"case when {' and '.join(checks)} then _ligne else -1 end, {year}, {', '.join(slots)} "
        f"from (select *, {', '.join(values)} from ({SOURCE}))"
    )
