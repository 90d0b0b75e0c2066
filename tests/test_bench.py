"""The table of `make bench`: medians, shares of the whole, and what the levers gain."""

from __future__ import annotations

import sys

import duckdb
import pytest

from pipeline.bench.reading import ratio
from pipeline.bench.reading import table as reading_table
from pipeline.bench.runs import Measure
from pipeline.bench.steps import Run, comparison, measure, table
from pipeline.bench.volume import check_and_count, fill
from pipeline.contracts import load_contracts
from pipeline.model import CellKey
from pipeline.progress import STEPS, Duration

STEP = Duration(0.5, 0.25)


def run_of(wall: float) -> Run:
    return Run(Duration(wall, wall / 2), dict.fromkeys(STEPS, STEP))


def test_each_step_has_its_line_and_the_rest_is_told() -> None:
    lines = table([run_of(4), run_of(90), run_of(1)])
    assert [line.split("  ")[0] for line in lines] == [
        *("Étape", "ingérer", "valider", "agréger", "protéger", "tracer", "imprimer"),
        *("hors des étapes", "ensemble"),
    ]
    assert lines[1].split() == ["ingérer", "0,50", "s", "0,25", "s", "13", "%"]
    assert lines[7].split()[3:] == ["1,00", "s", "0,50", "s", "25", "%"]
    assert lines[8].split() == ["ensemble", "4,00", "s", "2,00", "s", "100", "%"]


def test_the_gain_is_a_ratio_of_medians() -> None:
    said = comparison([run_of(3)], [run_of(6), run_of(60), run_of(1)])
    assert said == (
        "Au plus simple (--simple) : 6,00 s ; rapport des durées 0,50, "
        "des temps de processeur 0,50."
    )


def test_a_run_is_measured_from_outside_and_from_its_last_line() -> None:
    spoken = '{"ingest": {"wall": 0.25, "cpu": 0.125}}'
    code = f"import time; time.sleep(0.2); print('Rapport'); print('{spoken}')"
    run = measure([sys.executable, "-c", code])
    assert run.whole.wall > 0.2 > run.whole.cpu
    assert run.steps == {"ingest": Duration(0.25, 0.125)}


@pytest.mark.parametrize(
    ("cpu", "peak", "verdict"), [(4.0, 499, "atteint"), (6.0, 400, "manqué"), (4.0, 501, "manqué")]
)
def test_reading_is_judged_on_both_times_and_on_memory(cpu: float, peak: int, verdict: str) -> None:
    yardstick = [Measure(2, 2, 900), Measure(1, 1, 900), Measure(9, 9, 900)]
    runs = [Measure(4, cpu, 100), Measure(1, 1, peak), Measure(99, 99, 100)]
    _, line = reading_table([ratio("lignes", runs, yardstick, "2.5", 500)])
    assert line.split() == [
        *("lignes", "2,00", f"{cpu / 2:.2f}".replace(".", ","), str(peak), "Mo"),
        *f"au plus 2,5 fois la lecture seule et 500 Mo : {verdict}".split(),
    ]


def test_a_run_that_fails_ends_the_measure_with_its_code() -> None:
    with pytest.raises(SystemExit) as ended:
        measure([sys.executable, "-c", "raise SystemExit(3)"])
    assert ended.value.code == 3


def test_the_rows_of_the_volume_are_checked_and_counted() -> None:
    contracts = load_contracts()
    with duckdb.connect() as db:
        intake = fill(db, contracts, 40)  # one contract enters each of the forty first months
        _, _, found = check_and_count(db, contracts, intake)
    # in 2021, twelve contracts of 12, 11, … 1 months at 60 hours: 78 × 60
    assert found.cells[CellKey("insertion/heures_insertion_total", 2021)].value == 4680
    assert found.cells[CellKey("insertion/entrees", 2022)].value == 12
