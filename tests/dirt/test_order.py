"""The same files give the same content, whatever their order, the day or the threads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from pipeline.contracts import quote
from pipeline.received import Quality
from tests.dirt.clean import CONTRACTS, supporting
from tests.dirt.harness import load
from tests.dirt.operators import RECOVERED, REFUSED, everything
from tests.dirt.test_pairs import random_pairs
from tests.intake import write

FILES = 40


@dataclass(frozen=True, slots=True)
class Loaded:
    """All that a run gives; the rows without the name of their file, in no order."""

    tables: dict[str, list[str]]
    quality: Quality


@pytest.fixture(scope="module")
def files() -> dict[str, str | bytes]:
    """A delivery of dirty files of every kind."""
    cases = random_pairs(everything(RECOVERED) + everything(REFUSED), 1000, FILES)
    found: dict[str, str | bytes] = dict(supporting(range(FILES)))
    for case in cases:
        found.update(case.files)
    return found


@pytest.fixture(scope="module")
def once(files: dict[str, str | bytes], tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The first run, to which the others are compared."""
    return run(write(tmp_path_factory.mktemp("once"), files))


def run(folder: Path, threads: int = 2) -> Loaded:
    with duckdb.connect(config={"threads": threads}) as db:
        quality = load(folder, db)
        tables = {name: _content(db, name) for name in CONTRACTS}
    return Loaded(tables, quality)


def _content(db: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    rows = db.execute(f"select * exclude (_fichier) from {quote(table)}").fetchall()  # noqa: S608
    return sorted(map(str, rows))


def test_a_second_run_says_the_same(
    files: dict[str, str | bytes], once: Loaded, tmp_path: Path
) -> None:
    assert run(write(tmp_path, files)) == once


@pytest.mark.parametrize("threads", [1, 8])
def test_threads_change_nothing(
    files: dict[str, str | bytes], once: Loaded, tmp_path: Path, threads: int
) -> None:
    assert run(write(tmp_path, files), threads) == once


def test_files_laid_in_another_order_are_read_the_same(
    files: dict[str, str | bytes], once: Loaded, tmp_path: Path
) -> None:
    assert run(write(tmp_path, dict(reversed(files.items())))) == once


@pytest.mark.parametrize("last", [0, 999])
def test_files_read_in_another_order_give_the_same_rows(
    files: dict[str, str | bytes], once: Loaded, tmp_path: Path, last: int
) -> None:
    """Folders before the member's own change in which order everything is read."""
    pairs = enumerate(files.items())
    renamed = {f"{abs(last - n):03}/{path}": data for n, (path, data) in pairs}
    assert run(write(tmp_path, renamed)).tables == once.tables
