"""A line less in the disclosure control does not go unseen; `make mutation` tries them all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.mutants import EQUIVALENT, headless, mutants
from tests.mutation import EXTRACT

ROOT = Path(__file__).resolve().parents[1]


def test_a_line_less_in_each_stage_makes_a_test_fail() -> None:
    command = [sys.executable, "-m", "tests.mutation", "--extrait"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (
        done.stdout
        == f"{len(EXTRACT)} lignes retirées, dont 0 sans fin ; 0 sans qu'un test échoue.\n"
    )
    assert done.returncode == 0


def test_each_line_listed_as_of_no_effect_is_still_there() -> None:
    found: set[tuple[str, str]] = set()
    for ways, is_head in ((mutants, False), (headless, True)):
        listed = {place for place, gone in EQUIVALENT if gone.endswith(":") is is_head}
        modules = {place.partition(":")[0] for place in listed}
        found.update(mutant.name for module in modules for mutant in ways(module))
    assert {*EQUIVALENT} - found == set()
