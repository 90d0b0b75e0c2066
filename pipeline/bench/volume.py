"""`make bench`: validate and aggregate on ten million rows of hours, in one process.

The rows are made by SQL straight into the typed tables: only what follows reading is measured.
"""

from __future__ import annotations

import resource
import sys
import time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipeline.aggregate import aggregate
from pipeline.contracts import DATA, Contract, create_tables, load_contracts, load_references
from pipeline.counting.queries import load_queries
from pipeline.french import number
from pipeline.model import Aggregates, Pole
from pipeline.reading.loading import load_rows
from pipeline.received import IgnoredLine, Intake, SourceFile
from pipeline.report import QUERIES
from pipeline.validate import validate

CONTRACTS, LAST_YEAR = 500_000, 2025  # twenty rows of hours each
MEMORY = "1500MB"
SECONDS, MEGABYTES = 20, 2000  # what it should stay under
POLE = Pole("Pôle mesuré", "SCIC", "", "", "", "m1", is_fictional=True)


def fill(db: duckdb.DuckDBPyConnection, contracts: dict[str, Contract], count: int) -> Intake:
    """Make `count` contracts with their hours and exits; the delivery they would come from."""
    create_tables(db, contracts)
    load_rows(db, contracts, {}, [])
    db.execute("set variable contrats = ?", [count])
    db.execute((DATA / "bench" / "volume.sql").read_text("utf-8"))
    files = []
    for name in ("structures", "contrats_insertion", "heures_insertion", "sorties"):
        ((rows,),) = db.execute(f"select count(*) from {name}").fetchall()  # noqa: S608
        files.append(SourceFile(f"{name}.csv", name, None, None, "", rows + 1, "utf-8", ";"))
    headers = tuple(IgnoredLine(file.path, 1, 1, "en-tête") for file in files)
    return Intake(tuple(files), (), headers, ())


def check_and_count(
    db: duckdb.DuckDBPyConnection, contracts: dict[str, Contract], intake: Intake
) -> tuple[float, float, Aggregates]:
    """Seconds of the two steps, and what they find."""
    queries = load_queries(QUERIES, contracts, load_references(db))
    start = time.perf_counter()
    quality = validate(intake, db, contracts, POLE)
    checked = time.perf_counter()
    found = aggregate(db, queries, contracts, quality, LAST_YEAR)
    return checked - start, time.perf_counter() - checked, found


def main() -> None:
    """Print what the two steps take, and the memory of the whole process."""
    contracts = load_contracts()
    with (
        TemporaryDirectory(prefix="ptce-") as folder,
        duckdb.connect(str(Path(folder) / "volume.duckdb")) as db,
    ):
        db.execute(f"set memory_limit = '{MEMORY}'")
        intake = fill(db, contracts, CONTRACTS)
        checking, counting, _ = check_and_count(db, contracts, intake)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(
        f"{number(Decimal(CONTRACTS * 20))} lignes d'heures : valider "
        f"{number(Decimal(checking), 1)} s, agréger {number(Decimal(counting), 1)} s (ensemble "
        f"sous {SECONDS} s) ; mémoire {peak} Mo (sous {number(Decimal(MEGABYTES))} Mo).\n"
    )


if __name__ == "__main__":
    main()
