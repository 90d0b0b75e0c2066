"""What is made of hidden amounts is hidden with them, and the final files are read for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

import pytest

from pipeline.errors import ConfidentialityError
from pipeline.model import Aggregate, Aggregates, CellKey, Figure, Indicator
from pipeline.protect import protect
from pipeline.published.derived import check_derived
from pipeline.published.seen import Reading
from pipeline.published.truth import true_amounts
from tests.builders import YEAR, gathered, indicator, share

TONS = indicator("environnement/tonnes", unit="t", aggregation="somme", sensitivity=0, decimals=0)
CARBON = replace(
    indicator("environnement/co2e", unit="tCO2e", aggregation="somme", sensitivity=0, decimals=0),
    behind="tonnes",
)
RATE = replace(
    share("environnement/taux", sensitivity=0),
    numerator="refait",
    denominator="sorti",
    behind="tonnes",
    relations=("refait = tonnes.x + tonnes.y", "sorti = tonnes.x + tonnes.y + tonnes.z"),
)
Places = Mapping[tuple[str, str], int]
FOUR = {("A", ""): 30, ("B", ""): 28, ("C", ""): 26, ("D", ""): 16}


NONE: Places = {}


def cells(head: Indicator, table: Places) -> list[Aggregate]:
    return [Aggregate(CellKey(head.id, YEAR, *at), Decimal(n)) for at, n in table.items()]


def edition(
    tons: Places, carbon: Places, rates: Mapping[str, int] = MappingProxyType({})
) -> Aggregates:
    """Tonnes, emissions, and rates in per cent of 100."""
    shares = [
        Aggregate(CellKey(RATE.id, YEAR, at), numerator=Decimal(n), denominator=Decimal(100))
        for at, n in rates.items()
    ]
    return gathered([TONS, CARBON, RATE], [*cells(TONS, tons), *cells(CARBON, carbon), *shares])


def printed(aggregates: Aggregates, head: Indicator, agreed: str = "") -> dict[str, int]:
    figures = protect(aggregates, 5, agreed=frozenset(agreed)).cells
    return {
        key.structure + key.category: int(figure.value)
        for key, figure in figures.items()
        if key.indicator == head.id and figure.value is not None
    }


def test_what_a_factor_makes_of_a_hidden_tonnage_is_hidden() -> None:
    """Two tonnes of CO2 a tonne: 60 says 30. The four together say nothing of one."""
    carbon = {("", ""): 200, **{at: 2 * n for at, n in FOUR.items()}}
    aggregates = edition({("", ""): 100, **FOUR}, carbon)
    assert printed(aggregates, TONS) == {"": 100}
    assert printed(aggregates, CARBON) == {"": 200}
    assert printed(aggregates, CARBON, "ABCD") == {"": 200, "A": 60, "B": 56, "C": 52, "D": 32}


def test_the_emissions_of_the_pole_are_hidden_when_few_structures_make_them() -> None:
    """C and D burn nothing: A's and B's are all there is, and one knows its own."""
    carbon = {("", ""): -58, ("A", ""): -30, ("B", ""): -28, ("C", ""): 0, ("D", ""): 0}
    assert printed(edition({("", ""): 100, **FOUR}, carbon), CARBON) == {}


def test_where_one_category_is_of_few_none_is_told_but_the_total_is() -> None:
    carbon = {("", ""): 100, ("", "u"): 40, ("", "v"): 60, **FOUR}
    carbon |= {(at, "v"): 20 for at in "BCD"} | {("A", "u"): 40}
    assert printed(edition({("", ""): 100, **FOUR}, carbon), CARBON) == {"": 100}


def test_a_rate_is_hidden_with_the_amounts_of_its_structure() -> None:
    rates = {"": 50, "A": 90, "B": 10}
    assert printed(edition({("", ""): 100, **FOUR}, NONE, rates), RATE) == {"": 50}


@pytest.mark.parametrize(
    ("hidden", "is_told"),
    [
        ({"x": "A", "y": "B"}, True),  # x + y is 100 − 25: the rate repeats it
        ({"x": "A", "z": "B"}, False),  # x alone, or z alone, would be told
    ],
    ids=["both sides", "one side"],
)
def test_a_rate_of_the_pole_is_told_when_it_repeats_what_is_printed(
    hidden: dict[str, str], *, is_told: bool
) -> None:
    """A category of one structure is hidden for the pole too."""
    line: dict[tuple[str, str], int] = {("", ""): 100}
    whole = {"x": 40, "y": 35, "z": 25}
    for category, value in whole.items():
        line["", category] = value
        owners = hidden.get(category, "ABCDE")
        line |= {(at, category): value // len(owners) for at in owners}
    for at in "ABCDE":
        line[at, ""] = sum(n for (own, part), n in line.items() if own == at and part)
    found = printed(edition(line, NONE, {"": 75}), TONS)
    assert not {*hidden} & {*found}
    assert printed(edition(line, NONE, {"": 75}), RATE) == ({"": 75} if is_told else {})


def shown(figures: Mapping[CellKey, Figure]) -> dict[CellKey, Reading]:
    return {key: Reading(figure.value, "", "ici") for key, figure in figures.items()}


@pytest.mark.parametrize(
    ("leak", "place"),
    [
        (CellKey(CARBON.id, YEAR, "A"), "2025, A"),
        (CellKey(RATE.id, YEAR, "B"), "2025, B"),
        (CellKey(CARBON.id, YEAR, "", "u"), "2025, u"),
    ],
)
def test_the_files_that_tell_what_is_made_of_a_secret_are_refused(
    leak: CellKey, place: str
) -> None:
    carbon = {("", ""): 100, ("", "u"): 40, ("A", "u"): 40, **FOUR}
    aggregates = edition({("", ""): 100, **FOUR}, carbon, {"": 50, "A": 90, "B": 10})
    safe = shown(protect(aggregates, 5, agreed=frozenset()).cells)
    amounts = true_amounts(aggregates, 5, frozenset())
    check_derived(safe, aggregates, amounts)
    check_derived(safe | {leak: Reading(Decimal(40), "", "ici")}, aggregates, {})
    with pytest.raises(ConfidentialityError, match=rf"\({place}\) redonnerait un montant"):
        check_derived(safe | {leak: Reading(Decimal(40), "", "ici")}, aggregates, amounts)
