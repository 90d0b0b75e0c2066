"""Bytes changed at random: never a traceback, a lost line, nor a changed row without a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest import ingest
from pipeline.received import Intake, Severity, one_by_one
from tests.dirt.cases import Case, make_case
from tests.dirt.clean import CONTRACTS, supporting
from tests.dirt.harness import Table, expected_rows, rows_of
from tests.dirt.tables import BUILDERS
from tests.intake import write

SPLINTERS = (
    *(b'"', b";", b",", b"\n", b"\r", b"\r\n", b"\t", b"\0", b"\xff", b"\xe9", b"\\", b"'", b" "),
    *(b"Total", b'"";', b";;;;", b"\xef\xbb\xbf", b"\xc3", b"\x1a", b"(", b"#REF!", b"="),
)


@dataclass(frozen=True, slots=True)
class Change:
    """At a share of the file, so many bytes are replaced by others."""

    share: float
    removed: int
    added: bytes


CHANGES = st.builds(
    Change,
    share=st.floats(0, 1, exclude_max=True),
    removed=st.sampled_from([0, 0, 1, 1, 2, 40]),
    added=st.one_of(st.just(b""), st.sampled_from(SPLINTERS), st.binary(max_size=2)),
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    contract=st.sampled_from(list(BUILDERS)),
    seed=st.integers(0, 50),
    changes=st.lists(CHANGES, min_size=1, max_size=3),
)
def test_a_changed_byte_harms_its_own_line_only(
    contract: str, seed: int, changes: Sequence[Change]
) -> None:
    case = make_case(seed, contract, [])
    assert case
    data, touched = apply(case.data, changes)
    names = ["structures", "contrats_insertion", contract]
    contracts = {name: CONTRACTS[name] for name in CONTRACTS if name in names}
    with TemporaryDirectory() as folder, duckdb.connect() as db:
        laid: dict[str, str | bytes] = {**supporting(range(seed, seed + 1)), case.path: data}
        intake = ingest(write(Path(folder), laid), contracts, db)
        rows = rows_of(db, case)
    _each_line_ends_once(case, intake, rows)
    _no_row_changes_in_silence(case, intake, rows, touched)


def apply(data: bytes, changes: Sequence[Change]) -> tuple[bytes, set[int]]:
    """The new bytes, and the lines of the new file that the changes touch."""
    marks: list[int] = []
    for change in changes:
        place = int(change.share * len(data))
        data = data[:place] + change.added + data[place + change.removed :]
        shift = len(change.added) - change.removed
        marks = [mark + shift if mark >= place else mark for mark in marks]
        marks += [place, place + len(change.added)]
    return data, {_line_of(data, max(mark, 0)) for mark in marks}


def _line_of(data: bytes, place: int) -> int:
    before = data[:place].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1


def _each_line_ends_once(case: Case, intake: Intake, rows: Table) -> None:
    aside = {
        (fault.line, fault.line_end)
        for fault in intake.faults
        if fault.file == case.path and fault.severity is not Severity.CHECK
    }
    if (0, 0) in aside:
        assert rows == []
        return
    ignored = [(s.line, s.line_end) for s in intake.ignored if s.file == case.path]
    spans = [*aside, *ignored, *((int(str(row[0])), int(str(row[1]))) for row in rows)]
    lines = sorted(line for start, end in spans for line in range(start, end + 1))
    total = next(file.lines for file in intake.files if file.path == case.path)
    assert lines == list(range(1, total + 1))


def _no_row_changes_in_silence(case: Case, intake: Intake, rows: Table, touched: set[int]) -> None:
    """A row away from the changes is the clean one, or something is said of it."""
    said = {fault.line for fault in intake.faults if fault.file == case.path}
    said |= {repair.line for repair in one_by_one(intake.repairs) if repair.file == case.path}
    clean = {row[2:] for row in expected_rows(case.draft)}
    for start, end, *values in rows:
        span = range(int(str(start)), int(str(end)) + 1)
        if 0 in said or said & set(span) or touched & set(span) or 1 in touched:
            continue
        assert tuple(values) in clean
