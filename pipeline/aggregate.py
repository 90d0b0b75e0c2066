"""aggregate: typed tables → cells. SQL counts and sums; Python only checks what comes out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

import duckdb

from pipeline.contracts import Contract
from pipeline.counting.cells import read_cells
from pipeline.counting.context import YEARS_SHOWN, create_context, lock_down
from pipeline.counting.queries import Queries, Query
from pipeline.errors import SettingsError
from pipeline.model import Aggregate, Aggregates, CellKey, Indicator
from pipeline.received import Delivery, Quality

Deliveries = Mapping[tuple[str, str, int], Delivery]

READERS = 2  # queries at work together; each on one thread, so that its digits never change


def aggregate(
    db: duckdb.DuckDBPyConnection,
    queries: Queries,
    contracts: Mapping[str, Contract],
    quality: Quality,
    year: int,
) -> Aggregates:
    """Run every query on the typed tables and read the indicators as cells.

    `year` is that of the edition. Raises SettingsError, naming the file, when a result is not
    what its head announces.
    """
    create_context(db, quality, year)
    lock_down(db)
    years = tuple(range(year - YEARS_SHOWN + 1, year + 1))
    cells = count(db, queries, years)
    perimeters = _perimeters(queries.indicators, contracts, quality.deliveries, years)
    return Aggregates(queries.indicators, cells, years, perimeters)


def count(
    db: duckdb.DuckDBPyConnection, queries: Queries, years: Collection[int]
) -> dict[CellKey, Aggregate]:
    """The cells of every indicator; a query that others read becomes a table first.

    Each waits for those that it reads: they come before it, so that none waits for ever.
    """
    stored = {table for query in queries.steps for table in query.reads}
    done: dict[str, Future[dict[CellKey, Aggregate]]] = {}

    def read(query: Query) -> dict[CellKey, Aggregate]:
        for before in filter(None, map(done.get, query.reads)):
            before.result()
        cursor, is_stored = db.cursor(), query.name in stored
        if is_stored:
            run(cursor, query)
        if query.indicator is None:
            return {}
        return read_cells(rows_of(cursor, query, is_stored=is_stored), query, years)

    cells: dict[CellKey, Aggregate] = {}
    with ThreadPoolExecutor(READERS) as readers:
        try:
            for query in queries.steps:
                done[query.name] = readers.submit(read, query)
            for found in done.values():
                cells |= found.result()
        finally:
            readers.shutdown(wait=False, cancel_futures=True)
    return cells


def run(db: duckdb.DuckDBPyConnection, query: Query) -> None:
    """Create the table of one SQL file."""
    _execute(db, query, f'create or replace table "{query.name}" as\n{_body(query)}')


def rows_of(
    db: duckdb.DuckDBPyConnection, query: Query, *, is_stored: bool
) -> duckdb.DuckDBPyConnection:
    """The rows of one SQL file, in no order, ready to be fetched."""
    return _execute(db, query, f'from "{query.name}"' if is_stored else _body(query))


def _body(query: Query) -> str:
    return query.sql.rstrip().rstrip(";")


def _execute(db: duckdb.DuckDBPyConnection, query: Query, sql: str) -> duckdb.DuckDBPyConnection:
    """A refusal tells no value, which might be a person's."""
    try:
        return db.execute(sql)
    except duckdb.Error as error:
        is_about_sql = isinstance(error, duckdb.ProgrammingError)
        reason = str(error).splitlines()[0] if is_about_sql else type(error).__name__
        raise SettingsError(f"{query.path} : DuckDB refuse la requête ({reason}).") from error


def _perimeters(
    indicators: Mapping[str, Indicator],
    contracts: Mapping[str, Contract],
    deliveries: Deliveries,
    years: Iterable[int],
) -> dict[tuple[str, int], tuple[int, int]]:
    """Of every indicator and year, worked out once for all those that read the same files."""
    pole_files = {name for name, contract in contracts.items() if contract.expected_from == "pole"}
    needs = {indicator.raw_tables for indicator in indicators.values()}
    found = {}
    for year in years:
        of_year = {key: state for key, state in deliveries.items() if key[2] == year}
        told = {tables: perimeter(tables, year, of_year, pole_files) for tables in needs}
        for indicator in indicators.values():
            found[indicator.id, year] = told[indicator.raw_tables]
    return found


def perimeter(
    raw_tables: Iterable[str], year: int, deliveries: Deliveries, pole_files: Collection[str]
) -> tuple[int, int]:
    """How many structures sent all the files that an indicator needs, out of how many.

    The pole's own files only count when the indicator reads nothing else: otherwise a late
    statute file would make every structure look late. An indicator that reads no file at all
    (the deliveries themselves) covers every structure from which something was expected.
    """
    own = [table for table in raw_tables if table not in pole_files] or list(raw_tables)
    states: dict[str, list[Delivery]] = {}
    for (structure, contract, delivery_year), state in deliveries.items():
        is_counted = delivery_year == year and state is not Delivery.NOT_EXPECTED
        if is_counted and (contract in own or not own):
            states.setdefault(structure, []).append(state)
    received = [s for s in states.values() if not own or Delivery.MISSING not in s]
    return len(received), len(states)
