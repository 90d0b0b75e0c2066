"""The rows of a long file on their way to their table while the rows below are still read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import duckdb

from pipeline.contracts import Contract, quote
from pipeline.reading.loading import Row, insert_lines, row_types, write_lines

LONG = 50_000  # lines of a file whose rows are worth a thread
ROWS_AT_ONCE = 200_000  # loaded together


@dataclass(slots=True)
class Stream:
    """Takes the rows of one file; they are in the table once the context ends."""

    db: duckdb.DuckDBPyConnection
    contract: Contract
    path: str
    folder: Path
    pool: ThreadPoolExecutor
    file: IO[str] | None = None
    rows: int = 0
    loads: list[Future[None]] = field(default_factory=list)

    def add(self, rows: Iterable[Row]) -> None:
        """Take a few rows."""
        if self.file is None:
            place = self.folder / f"{len(self.loads)}.csv"
            self.file = place.open("w", encoding="utf-8", newline="")
        self.rows += write_lines(self.file, rows)
        if self.rows >= ROWS_AT_ONCE:
            self.send()

    def send(self) -> None:
        """Have what was taken loaded."""
        if self.file is None:
            return
        self.file.close()
        written, self.file, self.rows = Path(self.file.name), None, 0
        self.loads.append(self.pool.submit(self._load, written))

    def _load(self, written: Path) -> None:
        types = row_types(self.contract)
        with self.db.cursor() as cursor:
            insert_lines(cursor, self.contract.name, types, written)
        written.unlink()

    def wait(self) -> None:
        """Let what was taken be in the table; raises what went wrong."""
        self.send()
        for load in self.loads:
            load.result()

    def forget(self) -> None:
        """Keep no row: the file is read again."""
        self.wait()
        table = quote(self.contract.name)
        self.db.execute(f"delete from {table} where _fichier = ?", [self.path])  # noqa: S608


@contextmanager
def streaming(db: duckdb.DuckDBPyConnection, contract: Contract, path: str) -> Iterator[Stream]:
    """Where the rows of the file are to go; nobody else may use `db` meanwhile."""
    with TemporaryDirectory(prefix="ptce-") as folder, ThreadPoolExecutor(1) as pool:
        stream = Stream(db, contract, path, Path(folder), pool)
        yield stream
        stream.wait()
