"""ingest: raw files → typed tables + every repair, every ignored line, every line set aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import duckdb

from pipeline.contracts import Contract, create_tables
from pipeline.model import Fault, Intake, Severity, SourceFile
from pipeline.reading.decoding import count_lines, decode
from pipeline.reading.framing import split_lines
from pipeline.reading.headers import Index, Layout, index_names, recognise
from pipeline.reading.loading import ORIGIN, load_rows
from pipeline.reading.readers import Cell, cell_reader
from pipeline.reading.refusals import Refused
from pipeline.reading.rows import Column, Ledger, Table, read_rows
from pipeline.reading.sources import Place, find_files, place_of, printable_path, read_bytes
from pipeline.reading.words import fold

MOST_LINES = 200_000
MEMBERS = "structures"  # read first: its names are those of the folders

Readers = dict[tuple[str, str], Callable[[str], Cell]]  # by contract and column


@dataclass(frozen=True, slots=True)
class _Draft:
    """A file as far as its bytes and header tell, before its folder and rows are read."""

    source: Path
    file: SourceFile
    lines: list[str]
    ends_cleanly: bool
    layout: Layout | None
    refusal: Refused | None


def ingest(
    folder: Path, contracts: Mapping[str, Contract], db: duckdb.DuckDBPyConnection
) -> Intake:
    """Read every file under the pole's `folder` into the typed tables, which it creates.

    A file or a row that cannot be read without doubt is set aside with its reason, never
    guessed and never fatal: whether the delivery can be used is for `validate` to say.
    """
    create_tables(db, contracts)
    index, ledger = index_names(contracts), Ledger()
    members: dict[str, str] = {}
    readers = _readers(contracts, members)
    drafts = [_draft(path, folder, contracts, index) for path in find_files(folder)]
    files = []
    for draft in sorted(drafts, key=lambda draft: draft.file.contract != MEMBERS):
        if draft.file.contract != MEMBERS and not members:
            members.update(_member_names(ledger, contracts))
        place = place_of(draft.source, folder, members)
        files.append(_read(draft, place, readers, ledger))
    load_rows(db, contracts, ledger.rows, ledger.lost)
    return Intake(
        files=tuple(sorted(files, key=lambda file: file.path)),
        repairs=tuple(sorted(ledger.repairs)),
        ignored=tuple(sorted(ledger.ignored)),
        faults=tuple(sorted(ledger.faults, key=fault_order)),
    )


def fault_order(fault: Fault) -> tuple[str, int, int, str, str]:
    """Where a fault is, then which one: the order of every list of faults."""
    return fault.file, fault.line, fault.line_end, fault.column, fault.code


def _readers(contracts: Mapping[str, Contract], members: Mapping[str, str]) -> Readers:
    """One reader for each column; those that name a structure also know its name."""
    readers: Readers = {}
    for contract in contracts.values():
        naming = {f for k in contract.foreign_keys if k.contract == MEMBERS for f in k.fields}
        for field in contract.fields:
            known = members if field.name in naming else None
            reader = cell_reader(field, contract.missing_values, known)
            readers[contract.name, field.name] = reader
    return readers


def _draft(path: Path, folder: Path, contracts: Mapping[str, Contract], index: Index) -> _Draft:
    name = printable_path(path, folder)
    digest, lines, encoding, data = "", 0, "", b""
    try:
        data = read_bytes(path)
        digest = sha256(data).hexdigest()
        text, encoding = decode(data)
        lines = count_lines(data)
        parts = _lines(text, lines)
        layout = recognise(parts, contracts, index, path.stem)
        whole = text.endswith(("\n", "\r"))
        contract, delimiter = layout.contract.name, layout.delimiter
        file = SourceFile(name, contract, None, None, digest, len(data), lines, encoding, delimiter)
        return _Draft(path, file, parts, whole, layout, None)
    except Refused as refused:
        file = SourceFile(name, None, None, None, digest, len(data), lines, encoding, "")
        return _Draft(path, file, [], ends_cleanly=True, layout=None, refusal=refused)


def _lines(text: str, lines: int) -> list[str]:
    if not lines:
        raise Refused(
            "fichier_vide",
            "fichier vide",
            "s'il n'y a rien à déclarer, gardez la ligne d'en-tête du modèle",
        )
    if lines > MOST_LINES:
        raise Refused(
            "trop_de_lignes",
            "plus de 200 000 lignes",
            "ne gardez que les lignes de l'année, ou découpez le fichier",
        )
    return split_lines(text)


def _read(draft: _Draft, place: Place, readers: Readers, ledger: Ledger) -> SourceFile:
    file = replace(draft.file, structure=place.structure, year=place.year)
    refusal = draft.refusal
    if draft.layout:
        table = Table(
            path=file.path,
            place=place,
            lines=draft.lines,
            ends_cleanly=draft.ends_cleanly,
            layout=draft.layout,
            plan=_plan(draft.layout, readers),
        )
        try:
            read_rows(table, ledger)
        except Refused as refused:
            refusal = refused
        else:
            ledger.faults.extend(_header_faults(file.path, draft.layout))
    if refusal:
        ledger.faults.append(_whole_file(file.path, refusal, Severity.SET_ASIDE))
    return file


def _plan(layout: Layout, readers: Readers) -> list[Column]:
    contract = layout.contract
    slots = {field.name: slot for slot, field in enumerate(contract.fields)}
    return [
        (position, slots[name], name, readers[contract.name, name])
        for position, name in enumerate(layout.columns)
        if name
    ]


def _header_faults(path: str, layout: Layout) -> list[Fault]:
    found = [
        Refused(
            "colonne_proche",
            f"la colonne « {typed} » est lue comme « {column} »",
            "reprenez le nom du modèle",
        )
        for typed, column in layout.approximate
    ]
    if layout.extras:
        names = ", ".join(f"« {name} »" for name in layout.extras)
        found.append(
            Refused(
                "colonne_inconnue",
                f"colonnes non lues, absentes du contrat {layout.contract.name} : {names}",
                "supprimez-les, ou reprenez les noms du modèle si elles en font partie",
            )
        )
    return [_whole_file(path, refused, Severity.CHECK) for refused in found]


def _whole_file(path: str, refused: Refused, severity: Severity) -> Fault:
    return Fault(path, 0, 0, "", refused.code, refused.reason, refused.remedy, severity)


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
            found.setdefault(fold(str(row[slot])), set()).add(str(row[slots[1]]))
    return {name: min(ids) for name, ids in found.items() if len(ids) == 1}
