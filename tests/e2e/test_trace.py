"""`trace`: from the code beside a figure to the raw rows, on the terminal and in a private file."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.command import ROOT, Ended

DEMO = ROOT / "data" / "demo"


def traced(code: str, folder: Path) -> Ended:
    command = [sys.executable, "-m", "pipeline", "trace", "--code", code]
    command += ["--pole", str(DEMO), "--edition", "2025", "--sortie", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("traces")


@pytest.fixture(scope="module")
def exits(output: Path) -> Ended:
    return traced("ins-16", output)


def test_the_trace_tells_definition_values_queries_and_files(exits: Ended) -> None:
    assert exits.code == 0, exits.err
    assert exits.out.startswith("INS-16 · Taux de sorties dynamiques")
    assert "Formule : sorties_dynamiques ÷ sorties_examinees × 100" in exits.out
    assert "  2025  61,8\u202f%  (42 ÷ 68)\n" in exits.out
    assert "\nODD\u00a08.5, IRIS+\u00a0≈\u00a0PI3527\n" in exits.out
    assert "\nINS-16 est donné pour le pôle seul : plus de détail serait presque tout " in exits.out
    assert "    dynamiques as sorties_dynamiques," in exits.out
    chain = re.findall(r"^  queries/(\S+) ←", exits.out, re.MULTILINE)
    assert chain[-1] == "indicators/insertion/taux_sorties_dynamiques.sql"
    assert {"staging/sorties_eligibles.sql", "staging/bilan_sorties.sql"} <= set(chain)
    assert re.search(
        r"^ +25 +24 +24 +1 +0  depots/berges/2025/sorties\.csv$", exits.out, re.MULTILINE
    )
    assert "sejour_trop_court" in exits.out
    assert "    depots/berges/2025/sorties.csv, ligne 7\n" in exits.out


def test_no_small_number_of_persons_is_told_by_category(exits: Ended) -> None:
    for step in ("sorties_eligibles", "sorties_constatees"):
        (told,) = re.findall(rf"{step}\.sql ← .* \((.+)\)$", exits.out, re.MULTILINE)
        told = told.removeprefix("pour le pôle entier, ")
        counts = dict(part.rsplit(" ", 1) for part in told.split(", "))
        assert counts["retrait"] == "s"
        assert list(counts.values()).count("s") == 2, "one hidden count is a subtraction away"


def test_the_rows_behind_are_those_of_the_files_and_private(exits: Ended, output: Path) -> None:
    assert exits.code == 0
    path = output / "le-semaphore" / "2025" / "traces" / "INS-16.csv"
    assert path.stat().st_mode & 0o777 == 0o600
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["contrat"] for row in rows} == {
        "contrats_insertion", "heures_insertion", "sorties", "structures",
    }  # fmt: skip
    own = [row for row in rows if row["fichier"] == "depots/berges/2025/sorties.csv"]
    lines = (DEMO / own[0]["fichier"]).read_bytes().decode("cp1252").splitlines()
    assert len(own) == 24
    for row in own:
        (_, key) = row["cle"].split("=")
        assert key in lines[int(row["ligne"]) - 1], row


def test_each_step_is_a_private_table_whose_rows_are_those_of_the_figure(
    exits: Ended, output: Path
) -> None:
    assert exits.code == 0
    folder = output / "le-semaphore" / "2025" / "traces" / "INS-16"
    (path,) = folder.glob("*-sorties_constatees.csv")
    assert path.stat().st_mode & 0o777 == 0o600
    with path.open(encoding="utf-8", newline="") as file:
        left = [row for row in csv.DictReader(file) if not row["structure_id"]]
    assert sum(row["est_examinee"] == "oui" for row in left) == 68
    assert sum(row["est_dynamique"] == "oui" for row in left) == 42
    for row in left:
        lines = (DEMO / row["fichier"]).read_bytes().decode("cp1252").splitlines()
        assert row["sortie_id"] in lines[int(row["ligne"]) - 1], row


def test_an_unknown_code_gets_a_suggestion(output: Path) -> None:
    ended = traced("INS-61", output)
    assert ended.code == 2
    assert "CODE=INS-61 : ce code n'existe pas. Vouliez-vous dire « INS-" in ended.err
