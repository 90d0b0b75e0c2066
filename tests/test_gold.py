"""The known ways of getting a figure wrong, each as CSV in and CSV out: `tests/gold/<case>/`."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Aggregates, State
from pipeline.protect import protect
from tests.cases import ROOT, as_rows, computed, expected_rows, loaded, queries

GOLD = ROOT / "tests" / "gold"
EXPECTATIONS = sorted(GOLD.glob("*/attendu_*.csv"))


@pytest.mark.parametrize("path", EXPECTATIONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_known_trap_is_avoided(path: Path) -> None:
    header, expected = expected_rows(path)
    with loaded(path.parent) as db:
        cells = computed(db, path.parent, path.stem.removeprefix("attendu_"))
    assert as_rows(cells, header) == expected


@pytest.mark.parametrize("case", sorted(GOLD.iterdir()), ids=lambda case: case.name)
def test_each_case_tells_its_computation(case: Path) -> None:
    assert (case / "lisez-moi.md").read_text(encoding="utf-8").strip()
    assert list(case.glob("attendu_*.csv")), "nommez le résultat attendu_<indicateur>.csv"


def test_a_small_count_of_persons_reaches_no_page() -> None:
    folder = GOLD / "petit_effectif"
    with loaded(folder) as db:
        cells = [
            cell
            for stem in ("salaries_en_insertion", "part_rqth")
            for cell in computed(db, folder, stem)
        ]
    heads = {cell.key.indicator: queries().indicators[cell.key.indicator] for cell in cells}
    figures = protect(Aggregates(heads, {cell.key: cell for cell in cells}, (2025,), {}))
    share = figures.get("insertion/part_rqth", 2025)
    assert (share.state, share.value, share.numerator) == (State.HIDDEN, None, None)
    assert figures.get("insertion/part_rqth", 2025, "alpha").state is State.HIDDEN
    assert figures.get("insertion/salaries_en_insertion", 2025).value == 40
