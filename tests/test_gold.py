"""The known ways of getting a figure wrong, each as CSV in and CSV out: `tests/gold/<case>/`."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.aggregate import run
from pipeline.model import Aggregates, State
from pipeline.protect import protect
from tests.cases import ROOT, as_rows, computed, expected_rows, loaded, queries, read_csv

GOLD = ROOT / "tests" / "gold"
EXPECTATIONS = sorted(GOLD.glob("*/attendu_*.csv"))
LISTED = sorted(GOLD.glob("*/signale/*.csv"))  # rows that the check of that name must return
WITH_EXITS = sorted(
    path.parent
    for root in (GOLD, ROOT / "tests" / "indicators")
    for path in root.rglob("sorties.csv")
)
CHECKS = ROOT / "queries" / "checks"


@pytest.mark.parametrize("path", EXPECTATIONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_known_trap_is_avoided(path: Path) -> None:
    header, expected = expected_rows(path)
    with loaded(path.parent) as db:
        cells = computed(db, path.parent, path.stem.removeprefix("attendu_"))
    assert as_rows(cells, header) == expected


@pytest.mark.parametrize("path", LISTED, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_what_a_check_lists_is_what_was_expected(path: Path) -> None:
    check = CHECKS / f"{path.stem}.sql"
    with loaded(path.parents[1]) as db:
        db.execute(check.read_text(encoding="utf-8"))
        found = [(file, line, column) for file, line, _, column in db.fetchall()]
    expected = [(row["fichier"], int(row["ligne"]), row["colonne"]) for row in read_csv(path)]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("case", WITH_EXITS, ids=lambda case: case.name)
def test_each_exit_counts_or_is_listed_as_too_short(case: Path) -> None:
    """The staging query and the check say the same of a stay, each in its own words."""
    with loaded(case) as db:
        for query in queries().needed_for("sorties_eligibles"):
            run(db, query)
        lines = "select s._ligne from sorties_eligibles as e join sorties as s using (sortie_id)"
        counted = [line for (line,) in db.execute(lines).fetchall()]
        db.execute((CHECKS / "sortie_sejour_trop_court.sql").read_text(encoding="utf-8"))
        listed = [line for _, line, _, _ in db.fetchall()]
    exits = read_csv(case / "sorties.csv")
    assert sorted(counted + listed) == list(range(2, len(exits) + 2))


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
