"""One file read under one contract, outside of any delivery."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import duckdb

from pipeline.checking.checks import broken_rules
from pipeline.contracts import Contract, create_tables
from pipeline.counting.context import lock_down
from pipeline.errors import SettingsError
from pipeline.ingest import read_draft
from pipeline.reading.cells.readers import Cell, cell_reader
from pipeline.reading.drafts import Draft, draft_all
from pipeline.reading.frames.framing import read_records
from pipeline.reading.frames.headers import index_names
from pipeline.reading.loading import ORIGIN, load_rows
from pipeline.reading.parts import Part
from pipeline.reading.placing import place_faults
from pipeline.reading.rows import Ledger, Row
from pipeline.reading.single.outside import NUMERIC, outside_reader
from pipeline.reading.single.records_out import Cleaned, canonical
from pipeline.reading.single.telling import tell
from pipeline.reading.single.uniqueness import Repeated, orphan_rows, repeated_rows
from pipeline.reading.sources import Place, place_of
from pipeline.reading.words import fold
from pipeline.received import Fault, Severity

DEPOSITS = "depots"  # the folders in it bear the identifiers of the structures


def read_under_contract(parts: Sequence[Part], contract: Contract, source: Path) -> Cleaned:
    """Every row of the file that the contract accepts, and where each other line went."""
    ledger, alone = Ledger(), {contract.name: contract}
    drafts = draft_all(parts, alone, index_names(alone))
    is_ours = all(field.outside is None for field in contract.fields)
    place = _place(source) if is_ours else Place(None, None)
    files = [read_draft(draft, place, _readers(draft, contract), ledger) for draft in drafts]
    rows = ledger.rows.get(contract.name, [])
    for searches in ((_broken, _repeated), (_orphans,)):  # a key is judged on all its rows
        found = [fault for search in searches for fault in search(rows, contract)]
        ledger.faults.extend(found)
        gone = {(f.file, str(f.line)) for f in found if f.severity is not Severity.CHECK}
        rows = [row for row in rows if row[:2] not in gone]
    ledger.faults = place_faults(ledger.faults, files)
    refused = {f.file for f in ledger.faults if not f.line and f.severity is not Severity.CHECK}
    kinds = [field.type for field in contract.fields]
    return Cleaned(
        columns=tuple(field.name for field in contract.fields),
        rows=[[*map(canonical, row[len(ORIGIN) :], kinds)] for row in rows],
        entries=tell(contract, ledger, drafts, rows),
        was_read=any(d.layout and d.part.path not in refused for d in drafts),
        typed=frozenset(n for n, kind in enumerate(kinds) if kind != "string"),
    )


def _place(source: Path) -> Place:
    """What the folders say, as in a pole: depots/<structure>/<année>."""
    folders = source.parts[:-1]
    under = [name for above, name in pairwise(folders) if above == DEPOSITS]
    return place_of(folders, {fold(name): name for name in under})


def _readers(draft: Draft, contract: Contract) -> dict[tuple[str, str], Callable[[str], Cell]]:
    """One reader a column; the file's own numbers may settle what a point means in one."""
    readers, longest = {}, draft.part.limits.characters
    for field in contract.fields:
        if field.outside is None:
            readers[contract.name, field.name] = cell_reader(
                field, contract.missing_values, longest=longest
            )
        else:
            column = _column(draft, field.name) if field.type in NUMERIC else ()
            readers[contract.name, field.name] = outside_reader(field, contract, column, longest)
    return readers


def _column(draft: Draft, name: str) -> Iterable[str]:
    """The cells of a column, as typed."""
    if not draft.layout or name not in draft.layout.columns:
        return
    layout, place = draft.layout, draft.layout.columns.index(name)
    width, start = len(layout.cells), layout.header.line_end
    for record in read_records(draft.part.lines, layout.delimiter, start, width):
        if record.cells and place < len(record.cells):
            yield record.cells[place]


def _broken(rows: Sequence[Row], contract: Contract) -> Iterator[Fault]:
    """Rows for which a rule of the contract is false, found in their typed table."""
    if not contract.rules or not rows:
        return
    with duckdb.connect(":memory:") as db:
        create_tables(db, {contract.name: contract})
        if any(field.outside for field in contract.fields):  # their texts may have line breaks
            rows = [tuple(text.replace("\n", " ") for text in row) for row in rows]
        load_rows(db, {contract.name: contract}, {contract.name: rows}, ())
        lock_down(db)  # a rule may come from anywhere
        try:
            yield from broken_rules(db, [contract], *Severity).get(contract.name, ())
        except duckdb.Error as error:
            raise SettingsError(
                f"Une règle (x-regles) du contrat {contract.name} n'est pas du SQL lisible.\n"
                f"{str(error).splitlines()[0]}"
            ) from error


def _repeated(rows: Sequence[Row], contract: Contract) -> Iterator[Fault]:
    return _set_aside(repeated_rows(rows, contract, len(ORIGIN)))


def _orphans(rows: Sequence[Row], contract: Contract) -> Iterator[Fault]:
    return _set_aside(orphan_rows(rows, contract, len(ORIGIN)))


def _set_aside(found: Iterable[Repeated]) -> Iterator[Fault]:
    for row, column, refused in found:
        file, line, line_end, *_ = row
        texts = (refused.code, refused.reason, refused.remedy)
        yield Fault(file, int(line), int(line_end), column, *texts, Severity.SET_ASIDE)
