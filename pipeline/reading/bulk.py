"""Big files: DuckDB reads the plain rows, the careful path reads all the others.

Nothing is decided here that the careful path would decide otherwise. A line is plain when every
cell is in a form that its reader takes as it stands; the other lines, with the header above them,
make a short file that is read as any file is, then each finds its number again. Where one line
may change the meaning of others (a total, dates with the month first, ticks…), the whole file
is read by the careful path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

import duckdb

from pipeline.contracts import quote
from pipeline.reading.bulk_habits import NotPlain, bare_mark
from pipeline.reading.bulk_load import Statement, forget, load
from pipeline.reading.bulk_plan import Plan
from pipeline.reading.bulk_scan import Scan
from pipeline.reading.bulk_sql import string
from pipeline.reading.cells.columns import Days, Marks, Ticks, watch
from pipeline.reading.drafts import Draft
from pipeline.reading.frames.dataless import first_filled
from pipeline.reading.frames.totals import Likeness, find_label
from pipeline.reading.ledger import Ledger
from pipeline.reading.loading import NEXT_CELL, PLACES, keep_repaired, told_places
from pipeline.received import Fault, IgnoredLine, Severity, SourceFile, one_by_one

Read = Callable[[Draft, Ledger], SourceFile]  # the careful path, on lines in memory
Odd = dict[int, str]  # the lines that are not plain, by number
Placed = TypeVar("Placed", Fault, IgnoredLine)


def read_big(
    db: duckdb.DuckDBPyConnection, draft: Draft, scan: Scan, plan: Plan, read: Read, ledger: Ledger
) -> SourceFile:
    """Load the plain rows, read the others with care; raises NotPlain with nothing done."""
    skipped = load(db, plan.statement, scan, plan.first)
    found = Ledger()
    try:
        odd = _odd_lines(db, scan, plan, skipped)
        odd |= _witnesses(db, scan, plan, odd)
        _refuse_tangled(odd, plan)
        file = _read_odd(draft, odd, plan, read, found)
    except NotPlain:
        forget(db, plan.statement)
        raise
    _take_out(db, plan.statement, sorted(odd))
    _keep_repairs(db, plan, odd)
    _renumber(found, [*range(1, plan.first), *sorted(odd)], ledger)
    return file


def _odd_lines(
    db: duckdb.DuckDBPyConnection, scan: Scan, plan: Plan, skipped: Sequence[int]
) -> Odd:
    """Those that DuckDB left, and always the first and the last: a file is told by its ends."""
    sql = f"select _ligne from {quote(plan.statement.table)} where _fichier = ? and _ligne_fin < 0"  # noqa: S608
    left = {line for (line,) in db.execute(sql, [plan.statement.path]).fetchall()}
    numbers = sorted({*left, *skipped, plan.first, scan.count})
    return dict(zip(numbers, scan.lines_at(numbers), strict=True))


def _witnesses(db: duckdb.DuckDBPyConnection, scan: Scan, plan: Plan, odd: Odd) -> Odd:
    """Plain rows that keep the odd ones from being taken for the whole of the file."""
    layout, most = plan.layout, len(plan.layout.cells) - 1
    wanted = []
    if any(0 < line.count(layout.delimiter) < most for line in odd.values()):
        if not layout.columns[most]:
            raise NotPlain
        wanted.append(f"{quote(layout.columns[most])} is null")  # rows that end with a blank
    booleans = [one.column.name for one in plan.habits.values() if one.column.type == "boolean"]
    wanted += [f"{quote(name)} is not null" for name in booleans]
    if not wanted:
        return {}
    found = ", ".join(f"min(_ligne) filter ({condition})" for condition in wanted)
    sql = (
        f"select {found} from {quote(plan.statement.table)} "  # noqa: S608
        "where _fichier = ? and _ligne_fin > 0"
    )
    (lines,) = db.execute(sql, [plan.statement.path]).fetchall()
    numbers = sorted({line for line in lines if line} - set(odd))
    return dict(zip(numbers, scan.lines_at(numbers), strict=True))


def _refuse_tangled(odd: Odd, plan: Plan) -> None:
    """Raise NotPlain when an odd line may change the meaning of a plain one, or of its own."""
    layout = plan.layout
    rows = [odd[number].split(layout.delimiter) for number in sorted(odd)]
    if plan.adds_blanks and sum(len(cells) > len(layout.cells) for cells in rows) == 1:
        raise NotPlain  # alone among them, it would not look like the habit that it is
    places = map(first_filled, rows)
    pairs = ((cells, place) for cells, place in zip(rows, places, strict=True) if place >= 0)
    if any(find_label(*pair, layout)[1] is not Likeness.NONE for pair in pairs):
        raise NotPlain
    for place, habits in plan.habits.items():
        seen = watch(habits.column, habits.read)
        if not seen:
            continue
        for text in {cells[place] for cells in rows if len(cells) == len(layout.cells)}:
            seen(text)
        habit, mark = seen.habit, bare_mark(habits)
        if isinstance(habit, Days):
            is_tangled = habit.has_month_first or bool(habit.serials)
        elif isinstance(habit, Ticks):
            is_tangled = seen.settled() is not None
        elif isinstance(habit, Marks):
            english = habit.has_groups or (habit.has_point and not habit.has_comma)
            is_tangled = english if mark == "," else bool(mark) and habit.has_doubt
        else:
            is_tangled = True
        if is_tangled:
            raise NotPlain


def _read_odd(draft: Draft, odd: Odd, plan: Plan, read: Read, found: Ledger) -> SourceFile:
    """Read the odd lines under the header, as a file that has no others."""
    lines = [*draft.part.lines[: plan.first - 1], *(odd[number] for number in sorted(odd))]
    file = read(replace(draft, part=replace(draft.part, lines=lines)), found)
    if any(not fault.line and fault.severity is Severity.SET_ASIDE for fault in found.faults):
        raise NotPlain  # the whole file is refused
    return file


def _take_out(db: duckdb.DuckDBPyConnection, statement: Statement, numbers: Sequence[int]) -> None:
    db.execute(
        f"delete from {quote(statement.table)} where _fichier = ? "  # noqa: S608
        f"and (_ligne_fin < 0 or _ligne in (select ligne from ({PLACES})))",
        [statement.path, told_places((statement.path, number) for number in numbers)],
    )


def _keep_repairs(db: duckdb.DuckDBPyConnection, plan: Plan, odd: Odd) -> None:
    """Tell the cells that plain rows owe to a repair of their whole column."""
    if not plan.repairs:
        return
    names = ", ".join(plan.repairs)
    told = names if len(plan.repairs) == 1 else f"concat_ws({string(NEXT_CELL)}, {names})"
    keep_repaired(db, plan.statement.table, plan.statement.path, told, sorted(odd))


def _renumber(found: Ledger, numbers: Sequence[int], ledger: Ledger) -> None:
    """Add what was found in the short file, at the lines of the big one."""

    def at(line: int) -> int:
        return numbers[line - 1] if line else 0

    def told(line: str) -> str:
        return str(at(int(line)))

    def moved(kept: Iterable[Placed]) -> list[Placed]:
        return [replace(one, line=at(one.line), line_end=at(one.line_end)) for one in kept]

    for name, rows in found.rows.items():
        own = ledger.rows.setdefault(name, [])
        own += [(path, told(line), told(end), *rest) for path, line, end, *rest in rows]
    ledger.lost += [(name, key, path, told(line)) for name, key, path, line in found.lost]
    ledger.repairs += [
        repair._replace(line=at(repair.line), line_end=at(repair.line_end))
        for repair in one_by_one(found.repairs)
    ]
    ledger.ignored += moved(found.ignored)
    ledger.faults += moved(found.faults)
