"""A table by structure that would be mostly masked is told for the whole pole only."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pipeline.editions.ledger import Printed, Publication
from pipeline.model import CellKey, Detail, Figures, State
from pipeline.protect import protect
from pipeline.protecting.merging import merged
from tests.builders import YEAR, counts, gathered, indicator

EXITS = indicator()
Table = Mapping[tuple[str, str], int]

# 30 exits: 20 to work, 10 elsewhere. One cell in four is small, then one in five of ten.
CROSSED: Table = {
    ("", ""): 30, ("", "x"): 20, ("", "y"): 10,
    ("A", ""): 18, ("A", "x"): 10, ("A", "y"): 8,
    ("B", ""): 12, ("B", "x"): 10, ("B", "y"): 2,
}  # fmt: skip


def told(table: Table, published: list[Publication] | None = None) -> Figures:
    return protect(merged(gathered([EXITS], counts(EXITS, table)), 5, published or []))


def test_structures_by_category_go_at_one_small_count_in_five_and_free_the_pole() -> None:
    figures = told(CROSSED)
    assert figures.merged == {Detail(EXITS.id, by_category=True)}
    assert not [key for key in figures.cells if key.structure and key.category]
    kept = [(key.structure, key.category, str(f.value)) for key, f in figures.cells.items()]
    assert sorted(kept) == [
        ("", "", "30"), ("", "x", "20"), ("", "y", "10"), ("A", "", "18"), ("B", "", "12"),
    ]  # fmt: skip


def test_what_is_not_told_is_hidden_and_never_said_to_be_missing() -> None:
    figures = told(CROSSED)
    assert figures.get(EXITS.id, YEAR, "B", "y").state is State.HIDDEN
    assert figures.get(EXITS.id, YEAR, "C").state is State.MISSING


@pytest.mark.parametrize(
    ("third", "is_merged"),
    [(4, True), (9, False)],  # two small structures of four, or one
)
def test_structures_alone_go_when_half_of_them_are_small(third: int, *, is_merged: bool) -> None:
    table = {("", ""): 40 + third, ("A", ""): 20, ("B", ""): 17, ("C", ""): third, ("D", ""): 3}
    assert bool(told(table).merged) is is_merged


def test_a_zero_is_not_small() -> None:
    table = {("", ""): 40, ("A", ""): 40, ("B", ""): 0, ("C", ""): 0}
    assert told(table).merged == frozenset()


def test_a_table_already_published_stays() -> None:
    key = CellKey(EXITS.id, YEAR, "A", "x")
    earlier = Publication(YEAR, {key: Printed(State.VALUE, "10 pers.")}, {}, {}, {}, "essai")
    assert told(CROSSED, [earlier]).merged == frozenset()


def test_the_counts_that_are_not_told_are_still_protected() -> None:
    """The structures by category are not printed; B's rest must not follow from other tables."""
    small = {("", ""): 30, ("", "x"): 28, ("", "y"): 2, ("A", ""): 18, ("B", ""): 12}
    small |= {("A", "x"): 18, ("A", "y"): 0, ("B", "x"): 10, ("B", "y"): 2}
    figures = told(small)
    assert figures.get(EXITS.id, YEAR, "", "y").state is State.HIDDEN
    assert figures.get(EXITS.id, YEAR, "", "x").state is State.HIDDEN
