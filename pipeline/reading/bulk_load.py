"""A big file into its typed table by DuckDB, several parts of it at a time.

A row that is not plain keeps its place with `_ligne_fin` at -1, to be taken out again. Line
numbers are counted in one thread a part, on the scan itself: nothing can put rows out of order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import duckdb

from pipeline.contracts import quote
from pipeline.reading.bulk_habits import NotPlain
from pipeline.reading.bulk_scan import Scan, spread
from pipeline.reading.bulk_sql import string

SMALLEST_SHARE = 50_000  # lines worth a thread
MOST_SHARES = 4
BATCH = 500_000  # lines moved at once
SOURCE = "{source}"  # where a statement reads from
_ABSENT = "\x01\x02"  # what no cell is: an empty cell stays apart from one that lacks


@dataclass(frozen=True, slots=True)
class Statement:
    """The select of the typed columns from SOURCE, whose columns are `texts` and `_ligne`."""

    table: str
    path: str
    texts: Sequence[str]
    delimiter: str
    select: str


@dataclass(frozen=True, slots=True)
class _Share:
    first: int  # physical line
    lines: int
    rows: int = 0


def load(db: duckdb.DuckDBPyConnection, statement: Statement, scan: Scan, first: int) -> list[int]:
    """Fill the table from the line `first` on; the lines that gave no row.

    Raises NotPlain when the lines cannot be told, with the table as it was.
    """
    try:
        return _load(db, statement, scan, first)
    except (NotPlain, duckdb.Error) as error:
        forget(db, statement)
        raise NotPlain from error


def _load(db: duckdb.DuckDBPyConnection, statement: Statement, scan: Scan, first: int) -> list[int]:
    shares, rejected = _insert(db, statement, scan, first)
    total = scan.count - first + 1
    blank = scan.blank_lines(first) if scan.has_blank_lines else ()
    skipped = sorted({*rejected, *blank})
    for share in shares if skipped else ():
        _renumber(db, statement.table, statement.path, share, skipped)
    if _count(db, statement) + len(skipped) != total:
        raise NotPlain
    return skipped


def forget(db: duckdb.DuckDBPyConnection, statement: Statement) -> None:
    """Take every row of the file out of its table."""
    table = quote(statement.table)
    db.execute(f"delete from {table} where _fichier = ?", [statement.path])  # noqa: S608


def _insert(
    db: duckdb.DuckDBPyConnection, statement: Statement, scan: Scan, first: int
) -> tuple[list[_Share], set[int]]:
    ((threads,),) = db.execute("select current_setting('threads')").fetchall()
    lines = scan.count - first + 1
    parts = max(1, min(threads, MOST_SHARES, lines // SMALLEST_SHARE))
    shares = spread(scan.count, first, parts)
    cursors = [db.cursor() for _ in shares]
    last = shares[-1]

    def one(cursor: duckdb.DuckDBPyConnection, share: tuple[int, int]) -> tuple[_Share, set[int]]:
        start, count = share
        limit = "" if share is last else f" limit {count}"
        source = (
            f"select *, {start - 1} + row_number() over () as _ligne "  # noqa: S608
            f"from (select * from {_read_csv(statement, scan, start)}{limit})"
        )
        sql = f"insert into {quote(statement.table)} {statement.select.replace(SOURCE, source)}"
        ((rows,),) = cursor.execute(sql).fetchall()
        return _Share(start, count, rows), _rejected(cursor, scan)

    try:
        with ThreadPoolExecutor(len(shares)) as pool:
            done = list(pool.map(one, cursors, shares))
    finally:
        for cursor in cursors:
            cursor.close()
    return [share for share, _ in done], set().union(*(lines for _, lines in done))


def _read_csv(statement: Statement, scan: Scan, first: int) -> str:
    columns = ", ".join(f"{string(name)}: 'VARCHAR'" for name in statement.texts)
    return (
        f"read_csv({string(str(scan.path))}, columns = {{{columns}}}, auto_detect = false, "
        f"header = false, skip = {first - 1}, delim = {string(statement.delimiter)}, "
        f"quote = '', escape = '', nullstr = {string(_ABSENT)}, strict_mode = true, "
        "null_padding = true, store_rejects = true)"
    )


def _rejected(cursor: duckdb.DuckDBPyConnection, scan: Scan) -> set[int]:
    sql = "select distinct error_type, line_byte_position from reject_errors"
    found = cursor.execute(sql).fetchall()
    cursor.execute("delete from reject_errors")
    if any(kind == "INVALID ENCODING" for kind, _ in found):
        raise NotPlain
    return {scan.line_of(position) for _, position in found}


def _renumber(
    db: duckdb.DuckDBPyConnection, table: str, path: str, share: _Share, skipped: Iterable[int]
) -> None:
    """Rows were numbered as they came: each line that gave none moves the next ones down."""
    last = share.first + share.lines - 1
    inside = [line for line in skipped if share.first <= line <= last]
    overrun = share.first + share.rows - 1 + len(inside) - last
    if overrun > 0:  # lines of the next share, which has them too
        db.execute(
            f"delete from {quote(table)} where _fichier = ? and _ligne between ? and ?",  # noqa: S608
            [path, last - len(inside) + 1, share.first + share.rows - 1],
        )
    bounds = [line - place for place, line in enumerate(inside)] + [last - len(inside) + 1]
    ranges = [(low, high - 1, shift) for shift, (low, high) in enumerate(pairwise(bounds), 1)]
    if ranges:
        _shift(db, table, path, ranges)


def _shift(
    db: duckdb.DuckDBPyConnection, table: str, path: str, ranges: Sequence[tuple[int, int, int]]
) -> None:
    """Move ranges of lines down, from the last ones: no two rows ever bear the same number."""
    lows, highs, shifts = (list(part) for part in zip(*ranges, strict=True))
    db.execute(
        "create or replace temp table _decalages as select unnest(?::integer[]) as debut, "
        "unnest(?::integer[]) as fin, unnest(?::integer[]) as pas",
        [lows, highs, shifts],
    )
    for start in reversed(range(lows[0], highs[-1] + 1, BATCH)):
        db.execute(
            f"update {quote(table)} set _ligne = _ligne + pas, "  # noqa: S608
            "_ligne_fin = case when _ligne_fin < 0 then -1 else _ligne + pas end from _decalages "
            "where _fichier = ? and _ligne between ? and ? and _ligne between debut and fin",
            [path, start, start + BATCH - 1],
        )
    db.execute("drop table _decalages")


def _count(db: duckdb.DuckDBPyConnection, statement: Statement) -> int:
    sql = f"select count(*) from {quote(statement.table)} where _fichier = ?"  # noqa: S608
    ((count,),) = db.execute(sql, [statement.path]).fetchall()
    return int(count)
