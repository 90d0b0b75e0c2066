"""Where every physical line went, counted in the tables: nothing here walks over their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import duckdb

from pipeline.contracts import Contract, quote
from pipeline.reading.loading import NEXT_CELL, NEXT_NAME, PLACES, repaired_rows, told_lines
from pipeline.received import Fault, Intake, LineBalance, Repair, Severity


def balances(
    db: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract],
    intake: Intake,
    faults: Iterable[Fault],
) -> tuple[LineBalance, ...]:
    """Four independent counts: bytes, rows in the tables, ignored lines, faults."""
    ignored, aside = Counter[str](), Counter[str]()
    for skipped in intake.ignored:
        ignored[skipped.file] += skipped.line_end - skipped.line + 1
    places = {
        (f.file, f.line, f.line_end)
        for f in faults
        if f.severity is Severity.SET_ASIDE or (f.line and f.severity is Severity.BLOCKING)
    }
    lines = {file.path: file.lines for file in intake.files}
    for file, line, end in places:
        aside[file] += end - line + 1 if line else lines[file]
    kept = _kept_lines(db, contracts)
    repaired = _repaired_lines(db, intake)
    return tuple(
        LineBalance(
            path, count, kept[path] - repaired[path], repaired[path], ignored[path], aside[path]
        )
        for path, count in lines.items()
    )


def repairs_of_columns(db: duckdb.DuckDBPyConnection) -> Iterator[Repair]:
    """The repairs that whole columns of big files needed, one for all the rows that stay."""
    rows = repaired_rows(db)
    if not rows:
        return
    sql = (
        "with alike as (select fichier, noms, min(ligne) as debut, max(ligne) as fin, "  # noqa: S608
        f"count(*) as lignes from {rows} group by fichier, noms) "
        "select fichier, min(debut), max(fin), cellule, sum(lignes)::bigint from (select *, "
        f"unnest(string_split(noms, '{NEXT_CELL}')) as cellule from alike) "
        "group by fichier, cellule order by all"
    )
    for file, first, last, cell, cells in db.execute(sql).fetchall():
        column, _, name = cell.partition(NEXT_NAME)
        yield Repair(file, first, last, column, name, cells)


def kept_repairs(intake: Intake, set_aside: Iterable[Fault]) -> Iterator[Repair]:
    """Those that were made row by row, without the rows set aside since."""
    lost: dict[str, set[int]] = {}
    for fault in set_aside:
        lost.setdefault(fault.file, set()).add(fault.line)
    ordered = {file: sorted(lines) for file, lines in lost.items()}
    for repair in intake.repairs:
        yield from repair.without(ordered.get(repair.file, ()))


def _kept_lines(db: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> Counter[str]:
    if not contracts:
        return Counter()
    sql = " union all ".join(
        f"select _fichier, {_LINES} from {quote(name)} group by all"  # noqa: S608
        for name in contracts
    )
    return Counter(dict(db.execute(sql).fetchall()))


def _repaired_lines(db: duckdb.DuckDBPyConnection, intake: Intake) -> Counter[str]:
    """Those of the rows that stay: repaired one by one, then with their whole column."""
    repaired = Counter[str]()
    mended: dict[str, list[str]] = {}
    for repair in intake.repairs:
        lines = f"{repair.line}-{repair.line + repair.cells - 1}"
        mended.setdefault(repair.file, []).append(lines)
    names = sorted(
        {file.contract for file in intake.files if file.contract and file.path in mended}
    )
    if names:
        rows = " union all ".join(
            f"select _fichier, _ligne, _ligne_fin from {quote(name)}"  # noqa: S608
            for name in names
        )
        sql = (
            f"select _fichier, {_LINES} from ({rows}) semi join ({PLACES}) as p "  # noqa: S608
            "on fichier = _fichier and ligne = _ligne group by all"
        )
        repaired.update(dict(db.execute(sql, [told_lines(mended)]).fetchall()))
    if rows := repaired_rows(db):
        sql = f"select fichier, count(*) from {rows} group by all"  # noqa: S608
        repaired.update(dict(db.execute(sql).fetchall()))
    return repaired


_LINES = "sum(_ligne_fin - _ligne + 1)::bigint"
