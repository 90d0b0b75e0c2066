"""Accepted rows → typed tables, through a private canonical CSV: nothing is sniffed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import duckdb

from pipeline.contracts import Contract, quote, sql_type

Row = tuple[str, ...]

ORIGIN = {"_fichier": "VARCHAR", "_ligne": "INTEGER", "_ligne_fin": "INTEGER", "_annee": "INTEGER"}
LOST = "_ecartes"  # keys of the rows set aside: what depends on them says so
REPAIRED = "_reparations"  # big files of which a whole column is repaired alike: see repaired_rows
WITH_CARE = "_lignes_a_part"  # of these files, the lines whose repairs are told one by one
NEXT_NAME, NEXT_CELL = "\x1f", "\x1e"  # between a column and its repair, between two columns
PLACES = (  # its parameter: see told_places
    "select fichier, unnest(range(split_part(lignes, '-', 1)::integer, "  # noqa: S608
    "split_part(lignes, '-', 2)::integer + 1))::integer as ligne "
    f"from (select split_part(lieux, '{NEXT_NAME}', 1) as fichier, "
    f"unnest(string_split(split_part(lieux, '{NEXT_NAME}', 2), ',')) as lignes "
    f"from (select unnest(string_split(?, '{NEXT_CELL}')) as lieux) where lieux <> '')"
)
LONGEST_LINE = 16_000_000
ROWS_AT_ONCE = 10_000


def load_rows(
    db: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract],
    rows: Mapping[str, Sequence[Row]],
    lost: Sequence[Row],
) -> None:
    """Fill the table of each contract; a row holds its origin, then the contract's columns."""
    db.execute(
        f"create table {LOST} (contrat varchar, cle varchar, fichier varchar, ligne integer)"
    )
    create_repaired(db)
    with TemporaryDirectory(prefix="ptce-") as folder:
        for name, table in rows.items():
            _load(db, name, row_types(contracts[name]), table, Path(folder))
        _load(db, LOST, ["VARCHAR", "VARCHAR", "VARCHAR", "INTEGER"], lost, Path(folder))


def told_places(places: Iterable[tuple[str, int]]) -> str:
    """Files and lines as the parameter of PLACES: one text, for a list takes DuckDB far longer."""
    lines: dict[str, list[str]] = {}
    for file, line in places:
        lines.setdefault(file, []).append(f"{line}-{line}")
    return told_lines(lines)


def told_lines(lines: Mapping[str, Iterable[str]]) -> str:
    """The same, from the lines of each file: the first and the last of those that follow."""
    return NEXT_CELL.join(f"{file}{NEXT_NAME}{','.join(each)}" for file, each in lines.items())


def create_repaired(db: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of repaired columns, unless a big file has made them already."""
    db.execute(f"create table if not exists {REPAIRED} (fichier varchar, requete varchar)")
    db.execute(f"create table if not exists {WITH_CARE} (fichier varchar, ligne integer)")


def keep_repaired(
    db: duckdb.DuckDBPyConnection, contract: str, path: str, names: str, careful: Iterable[int]
) -> None:
    """Tell the repairs of a big file by the SQL `names` of its typed rows, save `careful` lines.

    Nothing is kept of each row: one that leaves its table takes its repairs with it.
    """
    create_repaired(db)
    file = "'" + path.replace("'", "''") + "'"
    query = (
        f"select _fichier as fichier, _ligne as ligne, {names} as noms from {quote(contract)} "  # noqa: S608
        f"anti join (select ligne as _ligne from {WITH_CARE} where fichier = {file}) "
        f"using (_ligne) where _fichier = {file}"
    )
    db.execute(f"insert into {REPAIRED} values (?, ?)", [path, query])  # noqa: S608
    places = told_places((path, line) for line in careful)
    db.execute(f"insert into {WITH_CARE} {PLACES}", [places])


def repaired_rows(db: duckdb.DuckDBPyConnection) -> str:
    """SQL: file, line and names of the rows repaired as their whole column; "" for none."""
    found = db.execute(f"select requete from {REPAIRED} order by all").fetchall()  # noqa: S608
    union = " union all ".join(query for (query,) in found)
    return f"(select * from ({union}) where noms <> '')" if union else ""  # noqa: S608


def _load(
    db: duckdb.DuckDBPyConnection,
    table: str,
    types: Sequence[str],
    rows: Sequence[Row],
    folder: Path,
) -> None:
    if not rows:
        return
    path = folder / "lignes.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            write_lines(file, rows[start : start + ROWS_AT_ONCE])
    insert_lines(db, table, types, path)


def row_types(contract: Contract) -> list[str]:
    """The SQL type of each cell of a row."""
    return [*ORIGIN.values(), *(sql_type(field) for field in contract.fields)]


def write_lines(file: IO[str], rows: Iterable[Row]) -> int:
    """Write rows as `insert_lines` reads them; how many there are.

    Nothing needs a quote: a cell once read holds no control character, hence no separator. One
    that did would make a row of another width, which stops the run.
    """
    lines = [*map(NEXT_NAME.join, rows), ""]
    file.write("\n".join(lines))
    return len(lines) - 1


def insert_lines(
    db: duckdb.DuckDBPyConnection, table: str, types: Sequence[str], path: Path
) -> None:
    """Columns are numbered in the file: no name ever reaches the reader."""
    columns = ", ".join(f"'c{place}': '{kind}'" for place, kind in enumerate(types))
    db.execute(
        f"insert into {quote(table)} select * from read_csv(?, columns = {{{columns}}}, "  # noqa: S608
        f"auto_detect = false, header = false, delim = '{NEXT_NAME}', quote = '', escape = '', "
        f"nullstr = '', strict_mode = true, max_line_size = {LONGEST_LINE}, "
        "dateformat = '%Y-%m-%d', decimal_separator = '.')",
        [str(path)],
    )
