"""Rows that wait, read together: each is accepted with its repairs, or set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import repeat

from pipeline.contracts import Contract
from pipeline.model import Fault, Repair
from pipeline.reading.batches import Events, Memory, read_columns
from pipeline.reading.cells.readers import Cell
from pipeline.reading.frames.carrying import Carrier
from pipeline.reading.frames.framing import Record
from pipeline.reading.frames.totals import Sums
from pipeline.reading.ledger import Ledger, Table
from pipeline.reading.words import printable


@dataclass(slots=True)
class Reading:
    """A file half way through: what the rows above say, and the records that wait."""

    table: Table
    ledger: Ledger
    columns: Sequence[Memory]
    given: Sequence[str]  # by slot, what the folders say in place of absent columns
    carrier: Carrier
    sums: Sums
    strips_blanks: bool | None = None  # None until a short row asks
    waiting: list[Record] = field(default_factory=list)
    repaired: list[tuple[int, str, str]] = field(default_factory=list)  # waiting row, column, name


def flush(reading: Reading) -> None:
    """Read the records that wait, a column at a time, and send each to its end."""
    records, table = reading.waiting, reading.table
    if not records:
        return
    values, events = read_columns(reading.columns, [record[2] or [] for record in records])
    bad = _tell_faults(reading, events)
    _tell_repairs(reading, events, bad)
    slots = [values.get(slot, repeat(text)) for slot, text in enumerate(reading.given)]
    lines, ends = [record[0] for record in records], [record[1] for record in records]
    rows = zip(repeat(table.path), lines, ends, repeat(table.place.year), *slots, strict=False)
    kept = (row for number, row in enumerate(rows) if number not in bad) if bad else rows
    name = table.layout.contract.name
    reading.ledger.rows.setdefault(name, []).extend(kept)
    _keep_lost_keys(reading, values, bad)
    _add_up(reading, values, events)
    records.clear()
    reading.repaired.clear()


def _tell_faults(reading: Reading, events: Events) -> set[int]:
    """The rows of which a cell was refused, once their faults are told."""
    bad = set()
    for row, cells in events.items():
        for place, text, cell in cells:
            if cell.refusal:
                bad.add(row)
                reading.ledger.faults.append(_fault(reading, row, place, text, cell))
    return bad


def _fault(reading: Reading, row: int, place: int, text: str, cell: Cell) -> Fault:
    table, refused = reading.table, cell.refusal
    assert refused  # noqa: S101  # for mypy: the caller looked
    column = table.layout.columns[place]
    fault = table.fault(reading.waiting[row], refused, column)
    if table.layout.contract.field(column).is_personal:
        return fault
    return replace(fault, value=printable(text.strip()), suggestion=refused.suggestion)


def _tell_repairs(reading: Reading, events: Events, bad: set[int]) -> None:
    table, repaired = reading.table, list(reading.repaired)
    for row, cells in events.items():
        for place, _, cell in cells:
            names = dict.fromkeys(cell.repairs)
            repaired += [(row, table.layout.columns[place], name) for name in names]
    for row, record in enumerate(reading.waiting) if table.mended else ():
        found = {table.mended.get(line) for line in range(record.line, record.line_end + 1)}
        repaired += [(row, "", name) for name in sorted(filter(None, found))]
    for row, column, name in repaired:
        if row not in bad:
            span = reading.waiting[row][:2]
            reading.ledger.repairs.append(Repair(table.path, *span, column, name))


def _keep_lost_keys(reading: Reading, values: Mapping[int, Sequence[str]], bad: set[int]) -> None:
    """What depends on a row set aside is told so, where its key could be read."""
    contract, table = reading.table.layout.contract, reading.table
    slot = _key_slot(contract)
    if slot is None:
        return
    for row in sorted(bad):
        key = values[slot][row] if slot in values else reading.given[slot]
        if key:
            reading.ledger.lost.append((contract.name, key, table.path, reading.waiting[row].line))


def _add_up(reading: Reading, values: Mapping[int, Sequence[str]], events: Events) -> None:
    """Keep the sums of the rows just read, set aside or not: a total counts them all."""
    sums = reading.sums
    cells = (cell for row in events.values() for cell in row)
    unread = Counter(place for place, _, cell in cells if cell.refusal)
    sums.rows += len(reading.waiting)
    for column in reading.columns:
        if column.slot in sums.slots:
            sums.add(column.slot, values[column.slot], unread[column.place])


def _key_slot(contract: Contract) -> int | None:
    names = [field.name for field in contract.fields]
    return names.index(contract.primary_key[0]) if len(contract.primary_key) == 1 else None
