"""`make bench`: where the time of a report goes, and what the levers of speed gain.

Each run is a process of its own, as the coordinator's is; the two ways alternate, so that a
machine that slows down slows both; the medians are printed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from pipeline.french import number
from pipeline.progress import STEPS, Duration

RUNS = 5
OUTSIDE = "hors des étapes"


@dataclass(frozen=True, slots=True)
class Run:
    """One whole process: its duration, and that of each of its steps."""

    whole: Duration
    steps: dict[str, Duration]


def measure(command: Sequence[str]) -> Run:
    """Run the command, whose last line is the JSON of `--mesure`."""
    before, start = os.times(), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603
    wall, after = time.perf_counter() - start, os.times()
    if done.returncode:
        sys.exit(done.returncode)
    cpu = (
        after.children_user + after.children_system - before.children_user - before.children_system
    )
    steps = json.loads(done.stdout.splitlines()[-1])
    return Run(Duration(wall, cpu), {name: Duration(**step) for name, step in steps.items()})


def table(runs: Sequence[Run]) -> list[str]:
    """The lines of the table: each step, what lies outside the steps, the whole."""
    whole = _median([run.whole for run in runs])
    rows = [
        (label.partition(" :")[0], _median([run.steps[name] for run in runs]))
        for name, label in STEPS.items()
    ]
    inside = [step for _, step in rows]
    outside = Duration(
        whole.wall - sum(step.wall for step in inside), whole.cpu - sum(step.cpu for step in inside)
    )
    lines = [f"{'Étape':<20}{'Durée':>9}{'Processeur':>13}{'Part':>8}"]
    for label, step in (*rows, (OUTSIDE, outside), ("ensemble", whole)):
        share = f"{_french(100 * step.wall / whole.wall, 0)} %"
        wall, cpu = f"{_french(step.wall)} s", f"{_french(step.cpu)} s"
        lines.append(f"{label:<20}{wall:>9}{cpu:>13}{share:>8}")
    return lines


def comparison(runs: Sequence[Run], plain_runs: Sequence[Run]) -> str:
    """The whole time against that of the plain way, in one sentence."""
    tuned = _median([run.whole for run in runs])
    plain = _median([run.whole for run in plain_runs])
    return (
        f"Au plus simple (--simple) : {_french(plain.wall)} s ; rapport des durées "
        f"{_french(tuned.wall / plain.wall)}, des temps de processeur "
        f"{_french(tuned.cpu / plain.cpu)}."
    )


def _median(parts: Sequence[Duration]) -> Duration:
    return Duration(median(one.wall for one in parts), median(one.cpu for one in parts))


def _french(value: float, decimals: int = 2) -> str:
    return number(Decimal(value), decimals)


def main() -> None:
    """Measure both ways on the demonstration pole and print the table."""
    runs: list[Run] = []
    plain_runs: list[Run] = []
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pipeline", "report", "--pole", "data/demo", "--mesure"]
        command += ["--sortie", folder]
        for rank in range(1, RUNS + 1):
            sys.stderr.write(f"Mesure {rank} sur {RUNS}…\n")
            runs.append(measure(command))
            plain_runs.append(measure([*command, "--simple"]))
    both = (*table(runs), "", "Au plus simple :", *table(plain_runs))
    sys.stdout.write("\n".join((*both, "", comparison(runs, plain_runs), "")))


if __name__ == "__main__":
    main()
