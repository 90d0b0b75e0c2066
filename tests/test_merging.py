"""A table by structure that would be mostly masked is told for the whole pole only."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pipeline.editions.ledger import Printed, Publication
from pipeline.model import CellKey, Figures, State
from pipeline.protect import protect
from pipeline.protecting.merging import merged
from tests.builders import YEAR, counts, gathered, indicator

EXITS = indicator()
Table = Mapping[tuple[str, str], int]

# 30 persons in four structures, two of which have too few.
SPARSE: Table = {("", ""): 30, ("A", ""): 18, ("B", ""): 6, ("C", ""): 4, ("D", ""): 2}


def told(table: Table, published: list[Publication] | None = None) -> Figures:
    return protect(merged(gathered([EXITS], counts(EXITS, table)), 5, published or []))


def test_structures_go_when_half_of_them_are_small_and_the_pole_stays() -> None:
    figures = told(SPARSE)
    assert figures.merged == {EXITS.id}
    assert {key.structure: f.value for key, f in figures.cells.items()} == {"": 30}


def test_what_is_not_told_is_hidden_and_never_said_to_be_missing() -> None:
    figures = told(SPARSE)
    assert figures.get(EXITS.id, YEAR, "D").state is State.HIDDEN
    assert figures.get("autre/indicateur", YEAR, "D").state is State.MISSING


@pytest.mark.parametrize(
    ("third", "is_merged"),
    [(4, True), (9, False)],  # two small structures of four, or one
)
def test_one_small_structure_in_four_does_not_take_the_others_away(
    third: int, *, is_merged: bool
) -> None:
    table = {("", ""): 40 + third, ("A", ""): 20, ("B", ""): 17, ("C", ""): third, ("D", ""): 3}
    assert bool(told(table).merged) is is_merged


def test_a_zero_is_not_small() -> None:
    table = {("", ""): 40, ("A", ""): 40, ("B", ""): 0, ("C", ""): 0}
    assert told(table).merged == frozenset()


def test_a_table_already_published_stays() -> None:
    key = CellKey(EXITS.id, YEAR, "A")
    earlier = Publication(YEAR, {key: Printed(State.VALUE, "18 pers.")}, {}, {}, {}, "essai")
    assert told(SPARSE, [earlier]).merged == frozenset()


def test_the_counts_that_are_not_told_are_still_protected() -> None:
    """Structures are not printed, but 2 persons of the pole are still 2 persons."""
    table = {("", ""): 30, ("", "x"): 28, ("", "y"): 2, ("A", ""): 26, ("B", ""): 2, ("C", ""): 2}
    figures = told(table)
    assert figures.merged == {EXITS.id}
    assert figures.get(EXITS.id, YEAR, "", "y").state is State.HIDDEN
    assert figures.get(EXITS.id, YEAR, "", "x").state is State.HIDDEN
