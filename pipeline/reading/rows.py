"""One file, line by line: each ends as a row, an ignored line or a line set aside."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.contracts import Field
from pipeline.reading.batches import BATCH, Memory
from pipeline.reading.books.sheets import letter
from pipeline.reading.frames.carrying import CARRIED, Carrier, carried_places
from pipeline.reading.frames.dataless import (
    UNIT_LINE,
    first_filled,
    is_unit_line,
    rule_above,
    rule_below,
    suspects,
)
from pipeline.reading.frames.framing import Record, plain_records, read_records
from pipeline.reading.frames.headers import FROM_FOLDER, missing_columns
from pipeline.reading.frames.noted import NOTE_APART, is_noted
from pipeline.reading.frames.other_units import refuse_other_units
from pipeline.reading.frames.ragged import TOO_LONG, Habits, refuse_cut, square
from pipeline.reading.frames.shapes import misshapen
from pipeline.reading.frames.stacked import refuse_below
from pipeline.reading.frames.totals import Sums, may_hold_total, summed_slots
from pipeline.reading.ledger import Column, Ledger, Row, Table
from pipeline.reading.plain import plain_form
from pipeline.reading.refusals import Refused
from pipeline.reading.settling import Reading, flush
from pipeline.reading.total_lines import is_total
from pipeline.received import Fault, IgnoredLine, Repair, Severity

__all__ = ["Column", "Ledger", "Row", "Table", "read_rows"]


def read_rows(table: Table, ledger: Ledger) -> None:
    """Send every line of the file to its end; raises Refused when a column lacks."""
    reading = _start(table, ledger)
    was_enabled = gc.isenabled()
    gc.disable()  # nothing here makes a cycle, and looking for some costs a quarter of the time
    try:
        _read_all(reading)
    finally:
        if was_enabled:
            gc.enable()


def _read_all(reading: Reading) -> None:
    table, layout = reading.table, reading.table.layout
    _read_top(table, reading.ledger)
    is_suspect, any_suspect = suspects(layout)
    start = position = layout.header.line_end
    while position < len(table.lines):
        lines = table.lines[position : position + BATCH]
        cells = plain_records(lines, layout.delimiter, len(layout.cells))
        if (
            cells is None
            or position == start
            or reading.carrier.places
            or position < table.open_line <= position + BATCH
            or any_suspect(row[0] for row in cells)
            or may_hold_total("\n".join(lines))
        ):
            position = _read_each(reading, position, is_suspect)
        else:
            reading.waiting.add(position + 1, cells)
            position += len(cells)
        if len(reading.waiting.cells) >= BATCH:
            flush(reading)
    flush(reading)
    if reading.leading.doubts:
        reading.sums.settle()
        reading.ledger.faults += reading.leading.faults(reading.sums)


def _read_each(reading: Reading, position: int, is_suspect: Callable[[str], object]) -> int:
    """Read the records of a batch one by one; the 0-based line that follows them."""
    layout, carries = reading.table.layout, bool(reading.carrier.places)
    width, apart = len(layout.cells), {layout.header.line_end + 1, reading.table.open_line}
    line_end = position
    for record in read_records(reading.table.lines, layout.delimiter, position, width):
        line, line_end, cells, repair = record
        is_whole = cells is not None and len(cells) == width and not repair
        is_apart = line in apart or line_end in apart
        is_odd = (
            not cells or not is_whole or is_suspect(cells[0]) or any(map(may_hold_total, cells))
        )
        if is_odd or carries or is_apart:
            _settle(reading, record)
        else:
            reading.waiting.add(line, [cells or []], line_end)
        if line_end >= position + BATCH:
            break
    return line_end


def _start(table: Table, ledger: Ledger) -> Reading:
    layout = table.layout
    fields = layout.contract.fields
    told = from_folder(table)
    below = next(table.records(), None)
    refuse_other_units(layout, below.cells or () if below else ())
    return Reading(
        table=table,
        ledger=ledger,
        columns=[
            Memory(*column, plain_form(layout.contract.field(column[2]), layout.contract))
            for column in table.plan
        ],
        given=[told.get(field.name, "") for field in fields],
        carrier=Carrier(carried_places(table.records(), layout), layout),
        sums=Sums(summed_slots(fields)),
        habits=Habits(table.lines, layout),
    )


def from_folder(table: Table) -> dict[str, str]:
    """What the folders say in place of absent columns."""
    place, contract = table.place, table.layout.contract
    told = {"structure_id": place.structure or "", "annee": str(place.year or "")}
    absent = {field.name for field in contract.fields} - set(table.layout.columns)
    given = {name: told[name] for name in FROM_FOLDER if name in absent and told[name]}
    missing = [field for field in table.layout.missing if field.name not in given]
    if missing:
        raise _misshapen(table, missing) or missing_columns(missing, contract)
    return given


def _misshapen(table: Table, missing: Sequence[Field]) -> Refused | None:
    """What the shape of the table says of the columns that lack."""
    if all(field.name in FROM_FOLDER for field in missing):
        return None
    contract = table.layout.contract
    return misshapen(table.lines, [contract], table.layout.index)


def _read_top(table: Table, ledger: Ledger) -> None:
    """The lines down to the header: titles, unless one is as full as a row of data."""
    header, delimiter = table.layout.header, table.layout.delimiter
    for record in read_records(table.lines[: header.line - 1], delimiter, 0, None):
        rule = rule_above(record.cells, len(table.layout.cells))
        if rule:
            ledger.ignored.append(IgnoredLine(table.path, record.line, record.line_end, rule))
        else:
            ledger.faults.append(table.fault(record, _ABOVE_HEADER))
    ledger.ignored.append(IgnoredLine(table.path, header.line, header.line_end, "en-tête"))
    mended = {table.mended.get(line, "") for line in range(header.line, header.line_end + 1)}
    span = (table.path, header.line, header.line_end, "")
    ledger.repairs += [Repair(*span, name) for name in sorted(mended) if name]


def _settle(reading: Reading, record: Record) -> None:
    """A record that is no plain row: ignored, set aside, or squared and added to the rows."""
    table, layout = reading.table, reading.table.layout
    cells = record.cells
    if cells is None:
        _set_aside(reading, record, _OPEN_QUOTE if record.line == record.line_end else _MANY_ROWS)
        return
    place = first_filled(cells)
    rule = rule_below(cells, place, layout)
    if record.line == layout.header.line_end + 1 and place >= 0 and is_unit_line(cells):
        rule = UNIT_LINE
    if rule:
        reading.ledger.ignored.append(IgnoredLine(table.path, *record[:2], rule))
        return
    try:
        if not is_total(reading, record, place):
            _add(reading, record, cells)
    except Refused as refused:
        _set_aside(reading, record, refused.with_traceback(None))


def _add(reading: Reading, record: Record, cells: list[str]) -> None:
    """Square a row, fill its group keys, let it wait; raises Refused when it is ragged."""
    table, layout = reading.table, reading.table.layout
    names = [record.repair]
    if record.line_end == table.open_line:
        refuse_cut(cells, next(table.records(), record).cells or [], layout)
    if len(cells) != len(layout.cells):
        readers = {column.place: column.read for column in reading.columns}
        try:
            cells, name = square(cells, layout, readers, reading.habits)
            names.append(name)
        except Refused as refused:
            if refused.code != TOO_LONG.code or not is_noted(cells, layout, readers):
                raise
            reading.ledger.faults.append(_noted(table, record))
            cells = cells[: len(layout.cells)]
    cells, filled = reading.carrier.fill(cells)
    row = len(reading.waiting.cells)
    reading.repaired += [(row, "", name) for name in names if name]
    reading.repaired += [(row, layout.columns[place], CARRIED) for place in filled]
    reading.waiting.add(record.line, [cells], record.line_end)


def _noted(table: Table, record: Record) -> Fault:
    """The doubt about a note that stands to the right of the columns, and is not read."""
    fault = table.fault(record, NOTE_APART)
    return replace(fault, severity=Severity.CHECK, letter=letter(len(table.layout.cells)))


def _set_aside(reading: Reading, record: Record, refused: Refused) -> None:
    refuse_below(record, reading.table.layout)
    reading.ledger.faults.append(reading.table.fault(record, refused))
    reading.sums.miss()
    reading.carrier.forget()


_OPEN_QUOTE = Refused(
    "guillemet_non_ferme",
    "guillemet ouvert et jamais fermé",
    'fermez le guillemet ("), ou supprimez-le',
)
_MANY_ROWS = Refused(
    "guillemet_douteux",
    "un guillemet englobe des lignes qui ressemblent à des lignes du tableau",
    'fermez le guillemet (") sur la ligne où il est ouvert, ou supprimez-le',
)
_ABOVE_HEADER = Refused(
    "ligne_avant_entete",
    "ligne de données au-dessus de l'en-tête",
    "mettez l'en-tête sur la première ligne",
)
