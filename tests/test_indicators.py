"""Each indicator against rows computed by hand: `tests/indicators/<theme>/<stem>/`."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipeline.model import Aggregate
from tests.cases import ROOT, as_rows, computed, expected_rows, loaded, queries

Counts = dict[str, dict[tuple[int, str], Decimal]]

CASES = ROOT / "tests" / "indicators"
IDS = sorted(
    path.relative_to(ROOT / "queries" / "indicators").with_suffix("").as_posix()
    for path in (ROOT / "queries" / "indicators").glob("**/*.sql")
)


def stem_of(indicator: str) -> str:
    return indicator.rpartition("/")[2]


@pytest.fixture(scope="module")
def of_nothing(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Aggregate]]:
    """The cells of each indicator when no file was delivered."""
    folder = tmp_path_factory.mktemp("rien")
    with loaded(folder) as db:
        return {indicator: computed(db, folder, stem_of(indicator)) for indicator in IDS}


@pytest.mark.parametrize("indicator", IDS)
def test_an_indicator_gives_the_rows_computed_by_hand(indicator: str) -> None:
    folder = CASES / indicator
    for name in ("attendu.csv", "lisez-moi.md"):
        assert (folder / name).exists(), (
            f"Créez tests/indicators/{indicator}/{name} : un CSV par fichier d'entrée utile, "
            "attendu.csv avec les lignes calculées à la main, lisez-moi.md avec le calcul."
        )
    header, expected = expected_rows(folder / "attendu.csv")
    written = expected and (folder / "lisez-moi.md").read_text(encoding="utf-8").strip()
    assert written, f"Remplissez tests/indicators/{indicator}/ : attendu.csv et lisez-moi.md."
    with loaded(folder) as db:
        assert as_rows(computed(db, folder, stem_of(indicator)), header) == expected


@pytest.mark.parametrize("indicator", IDS)
def test_an_indicator_says_nothing_when_nothing_was_delivered(
    indicator: str, of_nothing: dict[str, list[Aggregate]]
) -> None:
    assert of_nothing[indicator] == []


@pytest.mark.parametrize("indicator", [i for i in IDS if queries().indicators[i].relations])
def test_the_sums_that_a_head_declares_are_true(indicator: str) -> None:
    relations, folder = queries().indicators[indicator].relations, CASES / indicator
    sides = [re.split(r"\s*[=+]\s*", relation.strip()) for relation in relations]
    with loaded(folder) as db:
        counts = counts_by_name(db, folder, {name for names in sides for name in names})
    for total, *parts in sides:
        places = [p for p in counts[total] if all(is_given(counts, name, p) for name in parts)]
        assert places, f"le cas ne donne aucun nombre à la relation {total} = {parts}"
        for place in places:
            assert counts[total][place] == sum(counts[name].get(place, 0) for name in parts), place


@pytest.mark.parametrize("indicator", [i for i in IDS if queries().indicators[i].denominator])
def test_a_name_means_the_same_number_in_every_indicator(indicator: str) -> None:
    head, folder = queries().indicators[indicator], CASES / indicator
    bases = [name for name in (head.numerator, head.denominator) if name]
    names = {f"{base}.{category}" for base in bases for category in head.categories}
    with loaded(folder) as db:
        assert any(counts_by_name(db, folder, {*bases, *names}).values())


def is_given(counts: Counts, name: str, place: tuple[int, str]) -> bool:
    """Whether a number stands there; a category without a row is a zero of its measure."""
    measure, dot, _ = name.partition(".")
    siblings = (known for known in counts if dot and known.startswith(f"{measure}."))
    return any(place in counts[known] for known in (name, *siblings))


def counts_by_name(db: duckdb.DuckDBPyConnection, folder: Path, names: set[str]) -> Counts:
    """The number behind each name, by year and structure; two indicators must agree on it."""
    counts: Counts = {name: {} for name in names}
    for head in queries().indicators.values():
        stem = stem_of(head.id)
        given = {head.numerator or stem, head.denominator or stem}
        if not given & {name.partition(".")[0] for name in names}:
            continue
        for cell in computed(db, folder, stem):
            for name, number in (
                (head.numerator, cell.numerator),
                (head.denominator, cell.denominator),
                (stem, cell.value),
            ):
                full = f"{name}.{cell.key.category}" if cell.key.category else name
                if full in counts and number is not None:
                    place = (cell.key.year, cell.key.structure)
                    assert counts[full].setdefault(place, number) == number, full
    return counts


def test_no_folder_is_left_without_its_indicator() -> None:
    folders = {path.parent.relative_to(CASES).as_posix() for path in CASES.glob("**/attendu.csv")}
    assert folders <= set(IDS)
