"""Which amounts the disclosure control must look at, and whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from pipeline.model import Aggregate, CellKey, Indicator
from pipeline.protecting.amounts import Amount, amounts_of
from pipeline.protecting.linking import problem_of
from pipeline.protecting.persons import Count
from tests.builders import YEAR, gathered, indicator

TONS = indicator("environnement/tonnage", unit="t", decimals=1, aggregation="somme", sensitivity=0)
Places = Mapping[tuple[str, str], str | None]


def cells(head: Indicator, table: Places, persons: int | None = None) -> list[Aggregate]:
    return [
        Aggregate(
            CellKey(head.id, YEAR, *place), None if n is None else Decimal(n), persons=persons
        )
        for place, n in table.items()
    ]


def contributors(table: Places, agreed: str = "", head: Indicator = TONS) -> dict[str, list[int]]:
    """For each amount to be looked at, what each contributor brings, in tenths of a tonne."""
    found = amounts_of(gathered([head], cells(head, table)), 5, frozenset(agreed))
    return {
        count.structure + count.category: sorted(amount.contributors)
        for count, amount in found.items()
        if amount.contributors
    }


def test_a_total_is_made_of_its_structures_and_never_of_itself() -> None:
    table = {("", ""): "100.0", ("A", ""): "60.0", ("B", ""): "40.0"}
    assert contributors(table) == {"": [400, 600], "A": [600], "B": [400]}


def test_each_category_has_its_own_contributors() -> None:
    table = {("", "x"): "60.0", ("A", "x"): "60.0", ("", "y"): "40.0", ("B", "y"): "40.0"}
    assert contributors(table) == {"x": [600], "Ax": [600], "y": [400], "By": [400]}


def test_who_agreed_but_brings_nothing_covers_nobody() -> None:
    table = {("", ""): "40.0", ("A", ""): "40.0", ("B", ""): "0.0"}
    assert contributors(table, agreed="B") == {"": [400], "A": [400]}
    assert contributors({**table, ("B", ""): "5.0"}, agreed="B") == {"A": [400]}


def test_what_is_not_delivered_is_no_amount() -> None:
    table = {("", ""): "40.0", ("A", ""): "40.0", ("B", ""): None}
    found = amounts_of(gathered([TONS], cells(TONS, table)), 5, frozenset())
    assert [count.structure for count in found] == ["", "A"]


@pytest.mark.parametrize("changes", [{"aggregation": "mediane"}, {"unit": "m²"}])
def test_only_sums_of_money_and_tonnage_tell_the_business_of_a_structure(
    changes: dict[str, str],
) -> None:
    head = indicator(TONS.id, **({"unit": "t", "aggregation": "somme", "sensitivity": 0} | changes))
    assert contributors({("", ""): "40", ("A", ""): "40"}, head=head) == {}


@pytest.mark.parametrize(("persons", "is_few"), [(0, False), (1, True), (4, True), (5, False)])
def test_the_hours_of_fewer_persons_than_the_threshold_are_theirs(
    persons: int, *, is_few: bool
) -> None:
    hours = indicator("insertion/heures", unit="h", aggregation="somme")
    edition = gathered([hours], cells(hours, {("A", ""): "90"}, persons))
    count = Count("heures", YEAR, "A", "")
    assert amounts_of(edition, 5, None) == ({count: Amount(90, (90,))} if is_few else {})


def test_a_sum_that_does_not_say_of_how_many_persons_is_a_count() -> None:
    head = indicator(aggregation="somme")
    assert amounts_of(gathered([head], cells(head, {("A", ""): "3"})), 5, None) == {}


def test_the_total_of_the_pole_is_dear() -> None:
    table = {("", ""): "100.0", ("A", ""): "100.0"}
    problem = problem_of(gathered([TONS], cells(TONS, table)), agreed=frozenset())
    assert [(c.value, c.dear, c.is_real) for c in problem.cells.values()] == [
        (1000, True, True),
        (1000, False, True),
    ]
    assert [cell.contributors for cell in problem.cells.values()] == [(1000,), (1000,)]


def test_rounded_amounts_are_tied_to_their_total_by_half_a_unit_each() -> None:
    """10.04 + 10.04 is printed 10.0 + 10.0 = 20.1: two halves and the total's."""
    table = {("", ""): "20.08", ("A", ""): "10.04", ("B", ""): "10.04"}
    problem = problem_of(gathered([TONS], cells(TONS, table)), 5, frozenset())
    assert {(link.op, link.rhs) for link in problem.links} == {("<=", 1), (">=", -1)}
    assert {cell.value for cell in problem.cells.values()} == {201, 100}


def test_the_categories_of_a_rounded_amount_are_tied_to_it_too() -> None:
    table = {("A", ""): "20.08", ("A", "x"): "10.04", ("A", "y"): "10.04"}
    problem = problem_of(gathered([TONS], cells(TONS, table)), 5, frozenset())
    assert {(link.op, link.rhs) for link in problem.links} == {("<=", 1), (">=", -1)}


def test_what_roundings_make_more_than_a_total_is_nobody_counted_twice() -> None:
    """1.05 t and 2.05 t print 1.1 and 2.1; the pole prints 3.1: a tenth of a tonne, no person."""
    table = {("", ""): "3.10", ("A", ""): "1.05", ("B", ""): "2.05"}
    problem = problem_of(gathered([TONS], cells(TONS, table)), 5, frozenset())
    assert sorted(cell.value for cell in problem.cells.values()) == [11, 21, 31]
