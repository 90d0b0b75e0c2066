"""Every physical line on the disk ends in one place, counted here without the pipeline."""

from __future__ import annotations

import csv
import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.e2e.command import DEMO, Printed, Watched

FATES = ("counted", "repaired", "ignored", "set_aside")


def physical_lines(data: bytes) -> int:
    """Lines as an editor numbers them: CRLF, LF or CR ends one, and the last may lack its end."""
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    return len(lines) - (lines[-1] == b"")


@pytest.fixture(scope="module")
def delivered() -> dict[str, bytes]:
    """The files of the demonstration pole, as they lie on the disk."""
    return {
        path.relative_to(DEMO).as_posix(): path.read_bytes()
        for path in (DEMO / "depots").rglob("*")
        if path.is_file()
    }


def test_no_line_of_any_file_is_lost_or_counted_twice(
    delivered: dict[str, bytes], elsewhere: Watched
) -> None:
    told = json.loads((elsewhere.kept / "bilan.json").read_text(encoding="utf-8"))
    balances = {one["file"]: sum(one[fate] for fate in FATES) for one in told}
    assert balances == {name: physical_lines(data) for name, data in delivered.items()}
    assert len(told) == len(balances)
    assert all(sum(one[fate] for one in told) for fate in FATES)


def test_the_attached_list_of_files_is_that_of_the_disk(
    delivered: dict[str, bytes], demo: Printed
) -> None:
    with Path(demo.folder / "fichiers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told = {row["fichier"]: row["sha256"] for row in rows if not row["sceau"]}
    sealed = {row["fichier"] for row in rows if row["sceau"]}
    assert told == {n: sha256(d).hexdigest() for n, d in delivered.items() if n not in sealed}
    kinds = {row["contrat"] for row in rows if row["fichier"] in sealed}
    assert {"sorties", "emplois", ""} <= kinds
    assert not {row["contrat"] for row in rows if row["sha256"]} & kinds


def test_a_run_leaves_the_delivered_files_as_they_were(project: Path, demo: Printed) -> None:
    assert demo.ended.code == 0
    for path in (project / "data" / "demo").rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            original = DEMO / path.relative_to(project / "data" / "demo")
            assert path.read_bytes() == original.read_bytes(), path
