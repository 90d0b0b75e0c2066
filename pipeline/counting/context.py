"""What queries find beside the data: the edition, its years, the deliveries; and their limits."""

from __future__ import annotations

from typing import Any

import duckdb

from pipeline.received import Quality, SourceFile

YEARS_SHOWN = 5


def create_context(db: duckdb.DuckDBPyConnection, quality: Quality, year: int) -> None:
    """Make the tables that say which edition this is and what was delivered."""
    db.execute("create or replace table edition (annee integer, premiere_annee integer)")
    db.execute("insert into edition values (?, ?)", [year, year - YEARS_SHOWN + 1])
    db.execute(
        "create or replace table annees as "
        "select unnest(range(premiere_annee, annee + 1))::integer as annee from edition"
    )
    db.execute(
        "create or replace table livraisons "
        "(structure_id varchar, contrat varchar, annee integer, etat varchar)"
    )
    _fill(db, "livraisons", [[*key, str(state)] for key, state in quality.deliveries.items()])
    db.execute(
        "create or replace table bilan_fichiers (fichier varchar, contrat varchar, "
        "structure_id varchar, annee integer, lignes integer, comptees integer, "
        "reparees integer, ignorees integer, mises_de_cote integer)"
    )
    files = {file.path: file for file in quality.files}
    balances = [
        [*_origin(files[b.file]), b.lines, b.counted, b.repaired, b.ignored, b.set_aside]
        for b in quality.balances
    ]
    _fill(db, "bilan_fichiers", balances)


def _origin(file: SourceFile) -> list[Any]:
    return [file.path, file.contract, file.structure, file.year]


def _fill(db: duckdb.DuckDBPyConnection, table: str, rows: list[list[Any]]) -> None:
    """Insert all rows in one statement, a list for each column."""
    if rows:
        columns = [list(column) for column in zip(*sorted(rows, key=str), strict=True)]
        values = ", ".join("unnest(?)" for _ in columns)
        db.execute(f"insert into {table} select {values}", columns)


def lock_down(db: duckdb.DuckDBPyConnection) -> None:
    """Shut the database in: no file, no network, no extension, one thread, for good.

    One thread keeps sums of floats in the same order, so that two runs give the same digits.
    """
    row = db.execute("select current_setting('lock_configuration')").fetchone()
    if row and row[0]:
        return
    db.execute("set threads = 1")
    db.execute("set autoinstall_known_extensions = false")
    db.execute("set autoload_known_extensions = false")
    db.execute("set enable_external_access = false")
    db.execute("set lock_configuration = true")
