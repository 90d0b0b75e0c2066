"""One measure of reading, alone in its process: `python -m pipeline.bench.runs WAY PATH COUNT`."""

from __future__ import annotations

import gc
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipeline.bench.files import OWN, TABLE, bench_contracts, known_types
from pipeline.checking.checks import load_checks
from pipeline.contracts import Contract, load_references
from pipeline.ingest import ingest
from pipeline.model import Pole
from pipeline.reading import bulk_scan
from pipeline.reading.bulk_sql import string
from pipeline.validate import validate

MEMORY = "400MB"  # of DuckDB, for ten times a million rows
POLE = Pole("Pôle mesuré", "SCIC", "", "", "", "semaphore", is_fictional=True)


@dataclass(frozen=True, slots=True)
class Measure:
    """Seconds and megabytes of one run."""

    wall: float
    cpu: float
    peak: int


def whole_contract(pole: Path, contracts: dict[str, Contract], database: str) -> int:
    """Read a pole and check it, into a database; the rows that stay."""
    with duckdb.connect(database) as db:
        if database != ":memory:":
            db.execute(f"set memory_limit = '{MEMORY}'")
        intake = ingest(pole, contracts, db)
        load_references(db, used_in=" ".join(check.sql for check in load_checks()))
        validate(intake, db, contracts, POLE)
        ((count,),) = db.execute(f"select count(*) from {TABLE}").fetchall()  # noqa: S608
    return int(count)


def _fast(path: Path, database: str) -> Callable[[], int]:
    contracts = bench_contracts()
    return lambda: whole_contract(path, contracts, database)


def _careful(path: Path, database: str) -> Callable[[], int]:
    bulk_scan.BIG = sys.maxsize
    return _fast(path, database)


def _warm(path: Path, _database: str) -> Callable[[], int]:
    """In memory, as the report does, and a second time in the same process."""
    again = _fast(path, ":memory:")
    again()
    return again


def _command(path: Path, _database: str) -> Callable[[], int]:
    """The command `read`, a process of its own, once the system has its files in memory."""
    output, faults = path.with_suffix(".lu"), path.with_suffix(".jsonl")
    words = ["read", str(path), "--contract", "heures_insertion", "--output", str(output)]
    command = [sys.executable, "-m", "pipeline", *words, "--faults", str(faults)]
    kept = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}  # compiled once, as anywhere else

    def read() -> int:
        subprocess.run(command, env=kept, stdout=subprocess.DEVNULL, check=True)  # noqa: S603
        return output.read_bytes().count(b"\n") - 1

    read()
    return read


def _yardstick(path: Path, database: str) -> Callable[[], int]:
    """DuckDB's own reading of the canonical form, whose types it is told."""
    types = known_types(bench_contracts()[TABLE])
    source = (
        f"read_csv({string(str(path))}, columns = {types}, auto_detect = false, header = true, "
        "delim = ',', quote = '\"', escape = '\"')"
    )

    def read() -> int:
        with duckdb.connect(database) as db:
            db.execute(f"set memory_limit = '{MEMORY}'")
            db.execute(f"create table {TABLE} as from {source}")
            ((count,),) = db.execute(f"select count(*) from {TABLE}").fetchall()  # noqa: S608
        return int(count)

    return read


def _frictionless(path: Path, _database: str) -> Callable[[], int]:
    """The same file and contract, read by `frictionless`: the rows that it found."""
    from frictionless import Dialect, Resource, Schema, system  # noqa: PLC0415  # for tests only
    from frictionless.formats import CsvControl  # noqa: PLC0415

    system.trusted = True  # it may read a file at any place
    schema = json.loads((OWN / f"{TABLE}.json").read_text("utf-8"))
    del schema["foreignKeys"]  # the other file is not in its package
    for field in schema["fields"]:  # the French form, as far as a Table Schema can tell it
        del field["example"]  # frictionless wants it in the form of the schema
        if field["type"] == "date":
            field["format"] = "%d/%m/%Y"
        if field["type"] in ("number", "integer"):
            field |= {"decimalChar": ",", "groupChar": "\u202f", "bareNumber": False}
    file = next((path / "depots").glob("*.csv"))

    def read() -> int:
        table = Resource(
            path=str(file),
            schema=Schema.from_descriptor(schema),
            dialect=Dialect(controls=[CsvControl(delimiter=";")]),
        )
        report = table.validate()
        return int(report.tasks[0].stats["rows"])

    return read


WAYS = {
    "temoin": _yardstick,
    "rapide": _fast,
    "soigneux": _careful,
    "tiede": _warm,
    "commande": _command,
    "frictionless": _frictionless,
}


def measure(run: Callable[[], int]) -> tuple[Measure, int]:
    """What one call takes, and what it gives."""
    gc.disable()  # as every command that reads
    before, start = os.times(), time.perf_counter()
    count = run()
    wall, after = time.perf_counter() - start, os.times()
    cpu = sum(after[:4]) - sum(before[:4])  # with the processes that it started
    return Measure(wall, cpu, _peak()), count


def _peak() -> int:
    """Megabytes of this process alone: `ru_maxrss` starts from those of the one that made it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text("ascii"))
    return int(found[1]) // 1024 if found else 0


def main() -> None:
    """Print one measure as JSON."""
    way, path, _ = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    with TemporaryDirectory(prefix="ptce-") as folder:
        found, _count = measure(WAYS[way](path, str(Path(folder) / "mesure.duckdb")))
    sys.stdout.write(json.dumps(asdict(found)) + "\n")


if __name__ == "__main__":
    main()
