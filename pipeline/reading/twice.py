"""A file read once; and once more when a column as a whole gives its cells another meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.reading.cells.columns import watch
from pipeline.reading.cells.readers import Reader
from pipeline.reading.rows import Ledger, Table, read_rows


def read_table(table: Table, ledger: Ledger) -> None:
    """Send every line of the file to its end; raises Refused when a column lacks."""
    contract, year = table.layout.contract, table.place.year
    watched = {
        name: seen
        for _, _, name, read in table.plan
        if (seen := watch(contract.field(name), read, year))
    }
    draft = Ledger()
    read_rows(_with_readers(table, watched), draft)
    others = {name: other for name, seen in watched.items() if (other := seen.settled())}
    if others:
        if table.stream:
            table.stream.forget()
        draft = Ledger()
        read_rows(_with_readers(table, others), draft)
    for name, rows in draft.rows.items():
        ledger.rows.setdefault(name, []).extend(rows)
    ledger.repairs.extend(draft.repairs)
    ledger.ignored.extend(draft.ignored)
    ledger.faults.extend(draft.faults)
    ledger.lost.extend(draft.lost)


def _with_readers(table: Table, readers: Mapping[str, Reader]) -> Table:
    plan = [(place, slot, name, readers.get(name, read)) for place, slot, name, read in table.plan]
    return replace(table, plan=plan)
