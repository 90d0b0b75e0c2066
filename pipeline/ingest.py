"""ingest: raw files → typed tables + every repair, every ignored line, every line set aside."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import duckdb

from pipeline.contracts import Contract, create_tables
from pipeline.reading.books.merges import mark_merged, refusing_merged
from pipeline.reading.books.own_marks import without_remedies
from pipeline.reading.bulk import read_big
from pipeline.reading.bulk_habits import NotPlain
from pipeline.reading.bulk_plan import make_plan
from pipeline.reading.cells.readers import Cell, cell_reader
from pipeline.reading.corrections import (
    REPLACED_FILE,
    already_received,
    find_corrections,
    forget_file,
)
from pipeline.reading.drafts import Draft, draft_all
from pipeline.reading.frames.headers import Layout, index_names
from pipeline.reading.limits import USUAL, Limits
from pipeline.reading.loading import ORIGIN, load_rows
from pipeline.reading.parts import Part, open_parts, read_whole
from pipeline.reading.placing import place_faults, titles_of
from pipeline.reading.refusals import Refused
from pipeline.reading.rows import Column, Ledger, Table
from pipeline.reading.sources import Place, find_files, place_of
from pipeline.reading.streaming import LONG, Stream, streaming
from pipeline.reading.twice import read_table
from pipeline.reading.whole_files import header_faults, whole_file
from pipeline.reading.words import fold
from pipeline.received import Fault, IgnoredLine, Intake, Severity, SourceFile

MEMBERS = "structures"  # read first: its names are those of the folders

Readers = dict[tuple[str, str], Callable[[str], Cell]]  # by contract and column


def ingest(
    folder: Path,
    contracts: Mapping[str, Contract],
    db: duckdb.DuckDBPyConnection,
    *,
    replace_corrected: bool = False,
    limits: Limits = USUAL,
) -> Intake:
    """Read every file under the pole's `folder` into the typed tables, which it creates.

    A file or a row that cannot be read without doubt is set aside with its reason, never
    guessed and never fatal: whether the delivery can be used is for `validate` to say.
    `replace_corrected`: of two versions of one file, the newer counts; else both are blocking.
    """
    create_tables(db, contracts)
    index, ledger = index_names(contracts), Ledger()
    members: dict[str, str] = {}
    parts = (part for path in find_files(folder) for part in open_parts(path, folder, limits))
    drafts = draft_all(parts, contracts, index)
    used = {_contract(draft) for draft in drafts}
    readers = _readers([contracts[name] for name in contracts if name in used], members, limits)
    files: list[SourceFile] = []
    received: dict[tuple[str, str, Place], str] = {}  # content, sheet and place → path
    for draft in sorted(drafts, key=lambda draft: _contract(draft) != MEMBERS):
        if _contract(draft) != MEMBERS and not members:
            members.update(_member_names(ledger, contracts))
        place = place_of(draft.part.folders, members)
        content = (draft.part.sha256, draft.part.sheet, place)
        first = received.setdefault(content, draft.part.path)
        is_copy = first != draft.part.path and draft.layout is not None
        one = already_received(draft, first) if is_copy else draft
        files.append(_read(db, one, place, readers, frozenset(members.values()), ledger))
    load_rows(db, contracts, ledger.rows, ledger.lost)
    _settle_corrections(db, contracts, files, ledger, is_replacing=replace_corrected)
    placed = place_faults(ledger.faults, files)
    return Intake(
        files=tuple(sorted(files, key=lambda file: file.path)),
        repairs=tuple(sorted(ledger.repairs)),
        ignored=tuple(sorted(ledger.ignored)),
        faults=tuple(sorted(placed, key=fault_order)),
    )


def fault_order(fault: Fault) -> tuple[str, int, int, str, str]:
    """Where a fault is, then which one: the order of every list of faults."""
    return fault.file, fault.line, fault.line_end, fault.column, fault.code


def _readers(contracts: Iterable[Contract], members: Mapping[str, str], limits: Limits) -> Readers:
    """One reader for each column; those that name a structure also know its name."""
    readers: Readers = {}
    for contract in contracts:
        naming = _naming(contract)
        for field in contract.fields:
            known = members if field.name in naming else None
            reader = cell_reader(field, contract.missing_values, known, limits.characters)
            readers[contract.name, field.name] = reader
    return readers


def _naming(contract: Contract) -> set[str]:
    """The columns that name a structure."""
    return {f for k in contract.foreign_keys if k.contract == MEMBERS for f in k.fields}


def _contract(draft: Draft) -> str | None:
    return draft.layout.contract.name if draft.layout else None


def _read(
    db: duckdb.DuckDBPyConnection,
    draft: Draft,
    place: Place,
    readers: Readers,
    members: Collection[str],
    ledger: Ledger,
) -> SourceFile:
    """A big file goes by the fast path, unless something in it asks for the careful one."""
    scan, layout = draft.part.big, draft.layout
    if layout is None or layout.contract.name == MEMBERS:  # its rows are needed at once
        return read_draft(_whole(draft), place, readers, ledger)
    if scan:
        known = dict.fromkeys(_naming(layout.contract), members)
        with suppress(NotPlain, Refused):
            plan = make_plan(_table(draft.part, layout, place, readers), scan, known)
            return read_big(
                db, draft, scan, plan, lambda odd, to: read_draft(odd, place, readers, to), ledger
            )
    return _read_carefully(db, _whole(draft), place, readers, ledger)


def _read_carefully(
    db: duckdb.DuckDBPyConnection, draft: Draft, place: Place, readers: Readers, ledger: Ledger
) -> SourceFile:
    """The rows of a long file are loaded while it is read; those of the others wait for all."""
    if draft.layout is None or draft.part.count < LONG:
        return read_draft(draft, place, readers, ledger)
    with streaming(db, draft.layout.contract, draft.part.path) as stream:
        return read_draft(draft, place, readers, ledger, stream)


def _whole(draft: Draft) -> Draft:
    part = read_whole(draft.part) if draft.layout else draft.part
    return Draft(part, refusal=part.refusal) if part.refusal else replace(draft, part=part)


def read_draft(
    draft: Draft, place: Place, readers: Readers, ledger: Ledger, stream: Stream | None = None
) -> SourceFile:
    """Send every line of a part to its end: rows, a rule for all of them, or a refusal."""
    part, layout, refusal = draft.part, draft.layout, draft.refusal
    if layout:
        try:
            read_table(replace(_table(part, layout, place, readers), stream=stream), ledger)
        except Refused as refused:
            refusal = refused.on(layout.header.line)
            if stream:  # a file that is refused keeps no row
                stream.forget()
        else:
            ledger.faults.extend(header_faults(part.path, layout))
    elif draft.rule:
        ledger.ignored.append(IgnoredLine(part.path, 1, part.count, draft.rule))
    if refusal:
        ledger.faults.append(whole_file(part.path, refusal, Severity.SET_ASIDE))
    if draft.doubt:
        ledger.faults.append(whole_file(part.path, draft.doubt, Severity.CHECK))
    return _source_file(draft, place)


def _table(part: Part, layout: Layout, place: Place, readers: Readers) -> Table:
    lines = mark_merged(part, layout) if part.merged else part.lines
    return Table(
        path=part.path,
        place=place,
        lines=without_remedies(lines, layout.delimiter, layout.cells),
        ends_cleanly=part.ends_cleanly,
        layout=layout,
        plan=_plan(layout, readers, has_merged=bool(part.merged)),
        mended=part.mended,
    )


def _source_file(draft: Draft, place: Place) -> SourceFile:
    part, layout = draft.part, draft.layout
    return SourceFile(
        path=part.path,
        contract=_contract(draft),
        structure=place.structure,
        year=place.year,
        sha256=part.sha256,
        lines=part.count,
        encoding=part.encoding,
        delimiter=layout.delimiter if layout and not part.sheet else "",
        sheet=part.sheet,
        titles=titles_of(layout) if layout else (),
    )


def _settle_corrections(
    db: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract],
    files: Sequence[SourceFile],
    ledger: Ledger,
    *,
    is_replacing: bool,
) -> None:
    """Of two versions of one file, keep the newer when the pole says so; else stop the run."""
    known = {file.path: file for file in files}
    for found in find_corrections(db, contracts, files):
        older = known[found.older]
        if not (is_replacing and found.is_sure):
            ledger.faults.append(whole_file(found.newer, found.blocking, Severity.BLOCKING))
            continue
        forget_file(db, older.contract or "", older.path)
        ledger.repairs[:] = [one for one in ledger.repairs if one.file != older.path]
        ledger.ignored[:] = [one for one in ledger.ignored if one.file != older.path]
        ledger.faults[:] = [one for one in ledger.faults if one.file != older.path]
        ledger.ignored.append(IgnoredLine(older.path, 1, older.lines, REPLACED_FILE))
        ledger.faults.append(whole_file(older.path, found.replaced, Severity.CHECK))


def _plan(layout: Layout, readers: Readers, *, has_merged: bool) -> list[Column]:
    contract = layout.contract
    slots = {field.name: slot for slot, field in enumerate(contract.fields)}
    plan = [
        (position, slots[name], name, readers[contract.name, name])
        for position, name in enumerate(layout.columns)
        if name
    ]
    if not has_merged:
        return plan
    return [(place, slot, name, refusing_merged(read)) for place, slot, name, read in plan]


def _member_names(ledger: Ledger, contracts: Mapping[str, Contract]) -> dict[str, str]:
    """The identifier of each structure by its folded identifier and its folded name.

    A name that two structures share points to neither.
    """
    names = [field.name for field in contracts[MEMBERS].fields]
    slots = [len(ORIGIN) + names.index(column) for column in ("nom", "structure_id")]
    rows = ledger.rows.get(MEMBERS, [])
    found: dict[str, set[str]] = {}
    for slot in slots:
        for row in rows:
            found.setdefault(fold(row[slot]), set()).add(row[slots[1]])
    return {name: min(ids) for name, ids in found.items() if len(ids) == 1}
