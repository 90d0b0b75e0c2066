"""CSV in, CSV out: how a folder of small files becomes a test anyone can read.

A case is a folder: one canonical CSV for each contract that matters (UTF-8, commas, ISO
dates, only the useful columns), the expected rows, and `lisez-moi.md` with the computation by
hand. Optional: `edition.csv` (column `annee`, 2025 by default) and `livraisons.csv` or
`bilan_fichiers.csv`. Without `livraisons.csv`, every structure named in the files has sent
each of them for the year of the edition, and nothing for the other years.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb

from pipeline.aggregate import rows_of, run
from pipeline.contracts import Contract, create_tables, load_contracts, load_references, quote
from pipeline.counting.cells import read_cells
from pipeline.counting.context import YEARS_SHOWN, create_context, lock_down
from pipeline.counting.queries import Queries, load_queries
from pipeline.model import Aggregate
from pipeline.received import Delivery, Quality

ROOT = Path(__file__).parent.parent
DEFAULT_EDITION = 2025

Row = dict[str, str]


@cache
def contracts() -> dict[str, Contract]:
    """Those of `data/contracts`."""
    return load_contracts()


@cache
def database() -> duckdb.DuckDBPyConnection:
    """One database for all cases, shut in as in production; each case leaves it untouched."""
    db = duckdb.connect()
    create_tables(db, contracts())
    load_references(db)
    lock_down(db)
    return db


@cache
def queries() -> Queries:
    """The real files of `queries/`."""
    return load_queries(ROOT / "queries", contracts(), load_references(duckdb.connect()))


@contextmanager
def loaded(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database with the files of one case, emptied again on leaving."""
    db = database()
    db.execute("begin transaction")
    try:
        year = edition(folder)
        create_context(db, Quality((), (), (), (), (), _deliveries(folder, year), {}), year)
        for path in sorted(folder.glob("*.csv")):
            if path.stem not in ("edition", "livraisons") and not path.stem.startswith("attendu"):
                _insert(db, path, year)
        yield db
    finally:
        db.execute("rollback")


def edition(folder: Path) -> int:
    """The year of the edition that the case is about."""
    path = folder / "edition.csv"
    return int(read_csv(path)[0]["annee"]) if path.exists() else DEFAULT_EDITION


def computed(db: duckdb.DuckDBPyConnection, folder: Path, stem: str) -> list[Aggregate]:
    """The cells of one indicator, with the staging and the indicators it reads run for real."""
    last = edition(folder)
    steps = queries().needed_for(stem)
    kept = {name for (name,) in db.execute("select table_name from duckdb_tables()").fetchall()}
    for query in steps:
        if query.name not in kept:  # by another indicator of the same case
            run(db, query)
    rows = rows_of(db, steps[-1], is_stored=True)
    return list(read_cells(rows, steps[-1], range(last - YEARS_SHOWN + 1, last + 1)).values())


def as_rows(cells: list[Aggregate], header: list[str]) -> list[tuple[str, ...]]:
    """Cells written under the columns of an `attendu.csv`, in an order of their own."""
    return sorted(tuple(_text(cell, column) for column in header) for cell in cells)


def expected_rows(path: Path) -> tuple[list[str], list[tuple[str, ...]]]:
    """Header and rows of an `attendu.csv`, its numbers rounded like the computed ones."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    keys = {"annee", "structure_id", "modalite"}
    return header, sorted(
        tuple(
            value if column in keys or not value else _rounded(Decimal(value))
            for column, value in zip(header, row, strict=True)
        )
        for row in rows
    )


def read_csv(path: Path) -> list[Row]:
    """The rows of a canonical CSV, every value as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _text(cell: Aggregate, column: str) -> str:
    head = queries().indicators[cell.key.indicator]
    values: dict[str, Decimal | int | str | None] = {
        "annee": str(cell.key.year),
        "structure_id": cell.key.structure,
        "modalite": cell.key.category,
        "valeur": cell.value,
        head.numerator or "": cell.numerator,
        head.denominator or "": cell.denominator,
        "inconnus": cell.unknown,
        "personnes": cell.persons,
    }
    value = values[column]
    return value if isinstance(value, str) else "" if value is None else _rounded(Decimal(value))


def _rounded(number: Decimal) -> str:
    """Six digits after the point, the most that an `attendu.csv` has to write."""
    return f"{number.quantize(Decimal('0.000001')).normalize():f}"


def _deliveries(folder: Path, year: int) -> dict[tuple[str, str, int], Delivery]:
    path = folder / "livraisons.csv"
    if path.exists():
        return {
            (row["structure_id"], row["contrat"], int(row["annee"])): Delivery(row["etat"])
            for row in read_csv(path)
        }
    files = {file.stem: read_csv(file) for file in folder.glob("*.csv")}
    inputs = {name: rows for name, rows in files.items() if name in contracts()}
    structures = {
        row["structure_id"] for rows in inputs.values() for row in rows if row.get("structure_id")
    }
    return {(s, name, year): Delivery.RECEIVED for s in structures for name in inputs}


def _insert(db: duckdb.DuckDBPyConnection, path: Path, year: int) -> None:
    types = dict(
        db.execute(
            "select column_name, data_type from duckdb_columns() where table_name = ?", [path.stem]
        ).fetchall()
    )
    assert types, f"{path} : aucun contrat ni table du rapport ne porte ce nom."
    technical = {"_fichier": path.name, "_annee": str(year)}
    rows: list[Row] = []
    for line, row in enumerate(read_csv(path), start=2):
        unknown = set(row) - set(types)
        assert not unknown, f"{path} : colonne inconnue {sorted(unknown)}"
        rows.append({**technical, "_ligne": str(line), "_ligne_fin": str(line), **row})
    names = [name for name in types if any(row.get(name) for row in rows)]
    columns = ", ".join(map(quote, names))
    marks = ", ".join([f"({', '.join('?' * len(names))})"] * len(rows))
    values = [
        _canonical(row[name], types[name]) if row.get(name) else None
        for row in rows
        for name in names
    ]
    if rows:
        db.execute(f"insert into {quote(path.stem)} ({columns}) values {marks}", values)  # noqa: S608


def _canonical(value: str, kind: str) -> str:
    """A month such as 2025-03 is kept as its first day."""
    return f"{value}-01" if kind == "DATE" and len(value) == len("2025-03") else value
