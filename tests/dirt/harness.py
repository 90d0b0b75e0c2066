"""Load dirtied files through ingest and validate, and compare with what was promised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipeline.contracts import quote
from pipeline.ingest import ingest
from pipeline.received import Fault, Quality, Severity
from pipeline.validate import validate
from tests.dirt.cases import Case
from tests.dirt.clean import CONTRACTS, supporting
from tests.dirt.draft import Draft, Wrong
from tests.dirt.workbook_bytes import letters
from tests.intake import POLE, refer, write

_IN_HEADER = ("colonne_personnelle", "colonne_en_double", "colonne_proche")

Table = list[tuple[object, ...]]


def failures(cases: Sequence[Case]) -> list[str]:
    """What was not as promised, a sentence each; all the files are one delivery."""
    files: dict[str, str | bytes] = {k: v for case in cases for k, v in case.files.items()}
    numbers = [case.draft.case for case in cases]
    with TemporaryDirectory() as folder, duckdb.connect() as db:
        around = supporting(range(min(numbers), max(numbers) + 1))
        quality = load(write(Path(folder), {**around, **files}), db)
        return [problem for case in cases for problem in _compare(case, quality, db)]


def load(
    folder: Path, db: duckdb.DuckDBPyConnection, *, replace_corrected: bool = False
) -> Quality:
    """The two first steps of the report, on a folder."""
    refer(db)
    intake = ingest(folder, CONTRACTS, db, replace_corrected=replace_corrected)
    return validate(intake, db, CONTRACTS, POLE)


def _compare(case: Case, quality: Quality, db: duckdb.DuckDBPyConnection) -> list[str]:
    faults = [fault for fault in quality.faults if fault.file == case.path]
    beside = [
        (fault.file, fault.code)
        for fault in quality.faults
        if fault.file.startswith(case.folder) and fault.file != case.path
    ]
    problems = [
        *_compare_others(case.draft, beside),
        *_compare_faults(case.draft, faults),
        *_compare_rows(case, rows_of(db, case)),
        *_compare_words(case, quality, faults),
    ]
    return [f"{case.title}: {problem}" for problem in problems]


def rows_of(db: duckdb.DuckDBPyConnection, case: Case) -> Table:
    """The rows loaded from that file, with their physical lines, in the order of the file."""
    names = ", ".join(quote(field.name) for field in case.draft.contract.fields)
    return db.execute(
        f"select _ligne, _ligne_fin, {names} from {quote(case.draft.contract.name)} "  # noqa: S608
        "where _fichier = ? order by _ligne",
        [case.path],
    ).fetchall()


def _compare_faults(draft: Draft, faults: Sequence[Fault]) -> list[str]:
    found = [
        (fault.line, fault.line_end, fault.column, fault.code, fault.severity is Severity.CHECK)
        for fault in faults
    ]
    wrongs = draft.wrongs
    if _is_refused(draft):
        wrongs = [wrong for wrong in wrongs if not wrong.line and not wrong.is_lenient]
    promised = [_place(wrong) for wrong in wrongs]
    missing = [place for place in promised if place not in found]
    alarms = [place for place in found if place not in promised]
    shown = [fault.code for fault in faults if fault.value and _is_personal(draft, fault)]
    return [
        *(f"fault not found: {place}" for place in missing),
        *(f"false alarm: {place}" for place in alarms),
        *(f"personal value shown by {code}" for code in shown),
        *(f"fault without remedy: {fault.code}" for fault in faults if not fault.remedy),
        *(f"wrong letter or title: {fault}" for fault in faults if not _is_placed(draft, fault)),
    ]


def _is_placed(draft: Draft, fault: Fault) -> bool:
    """Sheet, letter and title are those of the file; a column that it lacks has none."""
    if fault.code in _IN_HEADER:
        title = " ".join(draft.titles.cells[ord(fault.letter) - ord("A")].split())
        is_titled = title[:60] in " ".join(fault.source_column.split())
        return is_titled and fault.seen_on == draft.header[0].start
    is_there = fault.column and fault.column in draft.columns and not _is_refused(draft)
    place = draft.columns.index(fault.column) if is_there else -1
    letter = letters(place) if is_there else ""
    title = " ".join(draft.titles.cells[place].split()) if is_there else ""
    is_titled = title[:60] in fault.source_column if title else not fault.source_column
    return is_titled and (fault.sheet, fault.letter) == (draft.sheet, letter)


def _compare_others(draft: Draft, found: Sequence[tuple[str, str]]) -> list[str]:
    """The other tables of the same member: a copy, a sheet beside."""
    if _is_refused(draft):
        return []
    pairs = [
        next((pair for pair in draft.beside if pair[0] in path and pair[1] == code), None)
        for path, code in found
    ]
    missing = [pair for pair in draft.beside if pair not in pairs]
    alarms = [place for place, pair in zip(found, pairs, strict=True) if pair is None]
    return [f"fault beside not found: {pair}" for pair in missing] + [
        f"false alarm beside: {place}" for place in alarms
    ]


def _is_personal(draft: Draft, fault: Fault) -> bool:
    return any(field.is_personal and field.name == fault.column for field in draft.contract.fields)


def _place(wrong: Wrong) -> tuple[int, int, str, str, bool]:
    start, end = (wrong.line.start, wrong.line.end) if wrong.line else (0, 0)
    return start, end, wrong.column, wrong.code, wrong.is_lenient


def _is_refused(draft: Draft) -> bool:
    return any(wrong.line is None and not wrong.is_lenient for wrong in draft.wrongs)


def expected_rows(draft: Draft) -> Table:
    """The clean rows that must be in the table, where the dirty file has them."""
    strict = {wrong.line for wrong in draft.wrongs if not wrong.is_lenient}
    if _is_refused(draft):
        return []
    names = [field.name for field in draft.contract.fields]
    return [
        (line.start, line.end, *(draft.rows[line.row][name] for name in names))
        for line in draft.data_lines()
        if line not in strict and line.row is not None
    ]


def _compare_rows(case: Case, found: Table) -> list[str]:
    promised = expected_rows(case.draft)
    lost = [row for row in promised if row not in found]
    changed = [row for row in found if row not in promised]
    return [
        *(f"row lost: {row}" for row in lost[:2]),
        *(f"row changed: {row}" for row in changed[:2]),
    ]


def _compare_words(case: Case, quality: Quality, faults: Sequence[Fault]) -> list[str]:
    """Each recovery is named somewhere: a repair, an ignored line, a notice, an encoding."""
    if _is_refused(case.draft):
        return []
    said = {repair.name for repair in quality.repairs if repair.file == case.path}
    if case.title.endswith("clean") and said:
        return [f"repairs of a clean file: {sorted(said)}"]
    said |= {skipped.rule for skipped in quality.ignored if skipped.file == case.path}
    said |= {fault.code for fault in faults}
    said |= {f"{f.encoding} {f.delimiter}" for f in quality.files if f.path == case.path}
    return [
        f"nothing says /{pattern}/: {sorted(said)}"
        for pattern in case.draft.told
        if not any(re.search(pattern, text) for text in said)
    ]
