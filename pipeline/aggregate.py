"""aggregate: typed tables → cells. SQL counts and sums; Python only checks what comes out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import duckdb

from pipeline.contracts import Contract
from pipeline.counting.cells import read_cells
from pipeline.counting.context import YEARS_SHOWN, create_context, lock_down
from pipeline.counting.queries import Queries, Query
from pipeline.errors import SettingsError
from pipeline.model import Aggregate, Aggregates, CellKey, Delivery, Quality

Deliveries = Mapping[tuple[str, str, int], Delivery]


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
    cells: dict[CellKey, Aggregate] = {}
    for query in queries.steps:
        run(db, query)
        cells |= read_cells(db, query, years)
    pole_files = {name for name, contract in contracts.items() if contract.expected_from == "pole"}
    perimeters = {
        (indicator.id, y): perimeter(indicator.raw_tables, y, quality.deliveries, pole_files)
        for indicator in queries.indicators.values()
        for y in years
    }
    return Aggregates(queries.indicators, cells, years, perimeters)


def run(db: duckdb.DuckDBPyConnection, query: Query) -> None:
    """Create the table of one SQL file; a refusal tells no value, which might be a person's."""
    body = query.sql.rstrip().rstrip(";")
    try:
        db.execute(f'create or replace table "{query.name}" as\n{body}')
    except duckdb.Error as error:
        is_about_sql = isinstance(error, duckdb.ProgrammingError)
        reason = str(error).splitlines()[0] if is_about_sql else type(error).__name__
        raise SettingsError(f"{query.path} : DuckDB refuse la requête ({reason}).") from error


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
