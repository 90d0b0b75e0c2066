"""A value, a mask, what was not delivered and what has no meaning: four things, never mixed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.model import Aggregate, CellKey, Figure, State
from pipeline.protect import protect
from pipeline.protecting.persons import Count
from tests.builders import YEAR, gathered, indicator, share, shares

VALUE, HIDDEN, FEW = State.VALUE, State.HIDDEN, State.NOT_SIGNIFICANT
NONE = State.NOT_APPLICABLE


def figure(cell: Aggregate, **changes: object) -> Figure:
    """What is printed of the only cell of an edition."""
    head = share(cell.key.indicator, **changes)
    if cell.numerator is None and cell.denominator is None:
        head = indicator(cell.key.indicator, **changes)
    return protect(gathered([head], [cell])).cells[cell.key]


def cell(structure: str = "", **numbers: int | None) -> Aggregate:
    decimals = {n: None if v is None else Decimal(v) for n, v in numbers.items() if n != "persons"}
    place = CellKey("insertion/part", YEAR, structure)
    return Aggregate(place, **decimals, persons=numbers.get("persons"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "state"),
    [
        (cell(value=None), NONE),
        (cell(value=None, persons=3), NONE),  # whatever the number of those without a value
        (cell(value=12, persons=3), HIDDEN),
        (cell(numerator=None, denominator=40), NONE),
        (cell("A", numerator=None, denominator=40), NONE),
        (cell("A", numerator=0, denominator=0), NONE),
        (cell("A", numerator=3, denominator=None), NONE),
        (cell("A", numerator=0, denominator=9), FEW),
        (cell("", numerator=0, denominator=9), VALUE),  # of the pole a rate on few tells nothing
    ],
)
def test_each_figure_is_in_one_state(one: Aggregate, state: State) -> None:
    assert figure(one).state is state


def test_a_share_of_things_is_printed_however_few() -> None:
    assert figure(cell("A", numerator=2, denominator=5), sensitivity=0).value == Decimal(40)


def test_those_without_an_answer_are_told_for_the_pole_only() -> None:
    for structure, unknown in (("", 4), ("A", None)):
        place = CellKey("insertion/part", YEAR, structure)
        for numbers in ({"value": 40}, {"numerator": 20, "denominator": 40}):
            decimals = {name: Decimal(n) for name, n in numbers.items()}
            one = Aggregate(place, unknown=4, **decimals)  # type: ignore[arg-type]
            assert figure(one).unknown == unknown


def test_a_rate_on_few_says_so_even_when_its_counts_are_hidden() -> None:
    head = share()
    figures = protect(gathered([head], shares(head, {"A": (3, 8), "": (30, 80)})))
    assert figures.get(head.id, YEAR, "A").state is FEW


def test_headlines_are_totals_of_the_pole() -> None:
    places = {("", ""): True, ("A", ""): False, ("", "x"): False, ("A", "x"): False}
    for place, is_headline in places.items():
        assert Count("n", YEAR, *place).is_headline is is_headline
