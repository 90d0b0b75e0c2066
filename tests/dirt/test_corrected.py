"""A file sent again, corrected: the run stops, or the newer counts where the pole says so."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipeline.errors import DataError
from tests.dirt.cases import Case, make_case
from tests.dirt.clean import supporting
from tests.dirt.harness import expected_rows, load, rows_of
from tests.intake import write

CONTRACTS = ("achats", "dechets", "budget", "emplois")


def corrected(contract: str, number: int) -> tuple[Case, dict[str, str | bytes]]:
    """A case under a newer name, beside an older version with another last row."""
    case = make_case(number, contract, [])
    assert case
    case.draft.suffix = " v2.csv"
    older = case.data.replace("é".encode(), b"e").replace(b";1", b";2")
    assert older != case.data
    name = f"{case.folder}{contract} v1.csv"
    return case, {**supporting(range(number, number + 1)), **case.files, name: older}


@pytest.mark.parametrize("contract", CONTRACTS)
def test_two_versions_stop_the_run_and_both_are_named(contract: str, tmp_path: Path) -> None:
    case, files = corrected(contract, 1)
    with duckdb.connect() as db, pytest.raises(DataError) as stopped:
        load(write(tmp_path, files), db)
    assert case.path in str(stopped.value)
    assert f"{contract} v1.csv" in str(stopped.value)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_newer_counts_alone_when_the_pole_says_so(contract: str, tmp_path: Path) -> None:
    case, files = corrected(contract, 2)
    with duckdb.connect() as db:
        quality = load(write(tmp_path, files), db, replace_corrected=True)
        assert rows_of(db, case) == expected_rows(case.draft)
    told = [fault.code for fault in quality.faults if fault.file.startswith(case.folder)]
    assert told == ["fichier_remplace"]
