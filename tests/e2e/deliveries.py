"""A pole's files read and checked in this process, as far as the list of anomalies."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline.contracts import load_contracts
from pipeline.exports import faults_csv
from pipeline.ingest import ingest
from pipeline.pole_file import read_pole_file
from pipeline.received import Quality
from pipeline.validate import validate
from tests.intake import refer

CONTRACTS = load_contracts()


def checked(pole: Path) -> tuple[Quality, str]:
    """The quality of a delivery, and the `anomalies.csv` that its coordinator would open."""
    identity = read_pole_file(pole / "pole.toml").pole
    with duckdb.connect(":memory:") as db:
        refer(db)
        quality = validate(ingest(pole, CONTRACTS, db), db, CONTRACTS, identity)
    return quality, faults_csv(quality.faults).decode("utf-8")
