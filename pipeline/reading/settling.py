"""Rows that wait, read together: each is accepted with its repairs, or set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import NamedTuple

from pipeline.contracts import Contract
from pipeline.reading.batches import Events, Memory, read_columns
from pipeline.reading.cells.readers import Cell
from pipeline.reading.frames.carrying import Carrier
from pipeline.reading.frames.framing import Record
from pipeline.reading.frames.leading import Leading
from pipeline.reading.frames.ragged import Habits
from pipeline.reading.frames.stacked import refuse_below
from pipeline.reading.frames.totals import Sums
from pipeline.reading.ledger import Ledger, Table
from pipeline.reading.words import printable
from pipeline.received import Fault, Repair


class Waiting(NamedTuple):
    """Rows that wait, one list for each thing known of them: a plain row makes no object."""

    lines: list[int]
    ends: list[int]
    cells: list[list[str]]

    def add(self, line: int, cells: Sequence[list[str]], line_end: int | None = None) -> None:
        """Let rows wait, each on one line unless the only one has its end told."""
        self.lines.extend(range(line, line + len(cells)))
        self.ends.extend(range(line, line + len(cells)) if line_end is None else (line_end,))
        self.cells.extend(cells)

    def span(self, row: int) -> Record:
        """Where a row is."""
        return Record(self.lines[row], self.ends[row], None)


@dataclass(slots=True)
class Reading:
    """A file half way through: what the rows above say, and the records that wait."""

    table: Table
    ledger: Ledger
    columns: Sequence[Memory]
    given: Sequence[str]  # by slot, what the folders say in place of absent columns
    carrier: Carrier
    sums: Sums
    habits: Habits
    leading: Leading = field(default_factory=Leading)
    waiting: Waiting = field(default_factory=lambda: Waiting([], [], []))
    repaired: list[tuple[int, str, str]] = field(default_factory=list)  # waiting row, column, name


def flush(reading: Reading) -> None:
    """Read the records that wait, a column at a time, and send each to its end."""
    waiting, table = reading.waiting, reading.table
    if not waiting.cells:
        return
    values, events = read_columns(reading.columns, waiting.cells)
    bad = set(events.refused)
    for row in bad:
        refuse_below(waiting.span(row)._replace(cells=waiting.cells[row]), table.layout)
    _tell_faults(reading, events)
    _tell_repairs(reading, events, bad)
    slots = [values.get(slot, repeat(text)) for slot, text in enumerate(reading.given)]
    lines = [*map(str, waiting.lines)]
    ends = lines if waiting.ends == waiting.lines else map(str, waiting.ends)
    rows = zip(
        repeat(table.path), lines, ends, repeat(str(table.place.year or "")), *slots, strict=False
    )
    kept = (row for number, row in enumerate(rows) if number not in bad) if bad else rows
    if table.stream:
        table.stream.add(kept)
    else:
        reading.ledger.rows.setdefault(table.layout.contract.name, []).extend(kept)
    _keep_lost_keys(reading, values, bad)
    _add_up(reading, values, events)
    for known in waiting:
        known.clear()
    reading.repaired.clear()


def _tell_faults(reading: Reading, events: Events) -> None:
    """A row of which a cell is refused is set aside, for each of them."""
    reading.ledger.faults += [
        _fault(reading, row, *cell) for row, cells in events.refused.items() for cell in cells
    ]


def _fault(reading: Reading, row: int, place: int, text: str, cell: Cell) -> Fault:
    table, refused = reading.table, cell.refusal
    assert refused  # noqa: S101  # for mypy: the caller looked
    column = table.layout.columns[place]
    is_personal = table.layout.contract.field(column).is_personal
    value = None if is_personal else printable(text.strip())
    return table.fault(reading.waiting.span(row), refused, column, value)


def _tell_repairs(reading: Reading, events: Events, bad: set[int]) -> None:
    """Those of cells first: a column of a big file may need one on each row."""
    table, waiting, repairs = reading.table, reading.waiting, reading.ledger.repairs
    gone = [waiting.lines[row] for row in sorted(bad)]
    for first, last, place, names in events.repaired:
        for name in dict.fromkeys(names):
            for repair in _of_rows(reading, first, last, table.layout.columns[place], name):
                repairs += repair.without(gone)
    repaired = list(reading.repaired)
    spans = zip(waiting.lines, waiting.ends, strict=True) if table.mended else ()
    for row, (first, last) in enumerate(spans):
        found = {table.mended.get(line) for line in range(first, last + 1)}
        repaired += [(row, "", name) for name in sorted(filter(None, found))]
    for row, column, name in repaired:
        if row not in bad:
            span = (waiting.lines[row], waiting.ends[row])
            repairs.append(Repair(table.path, *span, column, name))


def _of_rows(reading: Reading, first: int, last: int, column: str, name: str) -> list[Repair]:
    """One repair for all these rows when each is on one line, the next to the one before."""
    path, (lines, ends, _) = reading.table.path, reading.waiting
    if ends[last] - lines[first] == last - first:
        return [Repair(path, lines[first], ends[last], column, name, last - first + 1)]
    rows = range(first, last + 1)
    return [Repair(path, lines[row], ends[row], column, name) for row in rows]


def _keep_lost_keys(reading: Reading, values: Mapping[int, Sequence[str]], bad: set[int]) -> None:
    """What depends on a row set aside is told so, where its key could be read."""
    contract, table = reading.table.layout.contract, reading.table
    slot = _key_slot(contract)
    if slot is None:
        return
    for row in sorted(bad):
        key = values[slot][row] if slot in values else reading.given[slot]
        if key:
            line = str(reading.waiting.lines[row])
            reading.ledger.lost.append((contract.name, key, table.path, line))


def _add_up(reading: Reading, values: Mapping[int, Sequence[str]], events: Events) -> None:
    """Keep the sums of the rows just read, set aside or not: a total counts them all."""
    sums = reading.sums
    unread = Counter(place for cells in events.refused.values() for place, _, _ in cells)
    sums.rows += len(reading.waiting.cells)
    for column in reading.columns:
        if column.slot in sums.slots:
            sums.add(column.slot, values[column.slot], unread[column.place])


def _key_slot(contract: Contract) -> int | None:
    names = [field.name for field in contract.fields]
    return names.index(contract.primary_key[0]) if len(contract.primary_key) == 1 else None
