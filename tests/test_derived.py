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
from pipeline.protecting.derived import made_of_hidden
from pipeline.published.derived import check_derived
from pipeline.published.seen import Reading
from pipeline.published.truth import true_amounts
from pipeline.secrecy.cells import Pattern, key
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


def hides(*places: str, of: str = "tonnes") -> Pattern:
    """A choice that masks these places, written `structure/category`."""
    split = [place.split("/") for place in places]
    names = [key(of, annee=YEAR, structure=at, modalite=part) for at, part in split]
    return Pattern({}, frozenset(names), frozenset(), frozenset(), 0, 0)


def made(head: Indicator, table: Mapping[str, int | None], pattern: Pattern) -> set[str]:
    """The places hidden with what a table is made of."""
    at = {place: CellKey(head.id, YEAR, *place.split("/")) for place in table}
    values = {key: table[place] for place, key in at.items()}
    own = [Aggregate(key, None if n is None else Decimal(n)) for key, n in values.items()]
    heads = [indicator("developpement_local/emplois"), TONS, head]
    hidden = made_of_hidden(gathered(heads, own), pattern)
    return {place for place, key in at.items() if key in hidden}


POLE = ["/", "/u", "/v"]
FULL = dict.fromkeys(POLE, 8) | {f"{at}/{part}": 2 for at in "ABCD" for part in ("", "u", "v")}


@pytest.mark.parametrize(
    ("hidden", "gone", "is_pole_gone"),
    [
        ("", "", False),
        ("A/", "A", True),  # B, C and D agreed: theirs stay
        ("A/ B/u C/v D/", "ABCD", False),  # four in each sum
        ("A/ B/ C/ D/ /v", "ABCD", True),
        ("/u", "", True),
    ],
    ids=["nothing", "one structure", "all structures", "a category too", "a category alone"],
)
def test_what_is_hidden_with_the_tonnages(hidden: str, gone: str, *, is_pole_gone: bool) -> None:
    """The whole pole's are made of those of the structures: one alone would be told by it."""
    expected = {place for place in FULL if place[0] in gone} | {*(POLE if is_pole_gone else ())}
    assert made(CARBON, FULL, hides(*hidden.split())) == expected


def test_a_structure_without_a_value_hides_no_more_than_the_others() -> None:
    table = {"/": 9, "A/": 3, "B/": 3, "C/": 3, "D/": None}
    assert made(CARBON, table, hides("A/", "B/", "C/", "D/")) == {"A/", "B/", "C/", "D/"}


def test_what_is_made_of_a_hidden_count_of_persons_follows_its_own_masks_only() -> None:
    """The full times of the pole stay, though one structure's are hidden with its persons."""
    full_times = replace(CARBON, id="developpement_local/etp", unit="ETP", behind="emplois")
    assert not made(full_times, {"/": 9, "A/": 2, "B/": 7}, hides("A/", of="emplois"))


BARE = replace(RATE, relations=())


@pytest.mark.parametrize(
    ("head", "hidden", "is_told"),
    [
        (RATE, "/x /y", True),  # refait is sorti − z
        (RATE, "/x /z", False),
        (RATE, "/", False),  # none knows the sum
        (BARE, "A/x", True),  # nothing of the pole is hidden
        (BARE, "A/x /x /y", False),  # what it is made of is not said
    ],
)
def test_a_rate_is_hidden_where_it_would_tell_apart_what_is(
    head: Indicator, hidden: str, *, is_told: bool
) -> None:
    assert ("/" not in made(head, {"/": 50}, hides(*hidden.split()))) == is_told


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
    words = rf"\({place}\) redonnerait un montant .* pas de montrer"
    with pytest.raises(ConfidentialityError, match=words):
        check_derived(safe | {leak: Reading(Decimal(40), "", "ici")}, aggregates, amounts)


def is_refused(
    head: Indicator, leak: str, own: Mapping[str, int], tons: Mapping[str, int], printed: str
) -> bool:
    """Whether the files may show a figure beside the tonnages printed. D alone agreed.

    Places are written `structure/category`; four structures made the figure the year before.
    """

    def at(one: Indicator, place: str, year: int = YEAR) -> CellKey:
        return CellKey(one.id, year, *place.split("/"))

    cells = [Aggregate(at(head, place), Decimal(n)) for place, n in own.items()]
    cells += [Aggregate(at(TONS, place), Decimal(n)) for place, n in tons.items()]
    cells += [Aggregate(at(head, f"{name}/", YEAR - 1), Decimal(5)) for name in "ABCE"]
    aggregates = gathered([TONS, head], cells)
    told = [at(head, leak), *(at(TONS, place) for place in printed.split())]
    amounts = true_amounts(aggregates, 5, frozenset("D"))
    try:
        check_derived({key: Reading(Decimal(1), "", "ici") for key in told}, aggregates, amounts)
    except ConfidentialityError:
        return True
    return False


WEIGHED = {"/": 15, "A/": 3, "B/": 3, "C/": 3, "D/": 2, "E/": 4}
BURNT = {place: 2 * n for place, n in WEIGHED.items()}


@pytest.mark.parametrize(
    ("leak", "own", "printed", "is_secret"),
    [
        ("D/", {"A/": 6, "B/": 6, "D/": 4}, "/ D/", False),  # D agreed
        ("D/", BURNT, "/", True),  # but D's tonnage is a mask: what it is made of gives it
        ("/", BURNT, "/ D/", False),  # A, B, C and E
        ("/", BURNT | {"C/": 0, "D/": 0, "E/": 0}, "/ D/", True),  # A knows its own, hence B's
    ],
)
def test_emissions_are_printed_beside_those_that_are_not(
    leak: str, own: Mapping[str, int], printed: str, *, is_secret: bool
) -> None:
    assert is_refused(CARBON, leak, own, WEIGHED, printed) == is_secret


@pytest.mark.parametrize(
    ("head", "printed", "is_secret"),
    [
        (RATE, "/ /x /y /z", False),
        (RATE, "/ /z", False),  # x + y is known by z
        (RATE, "/ /y", True),  # x or z alone
        (RATE, "/x /y /z", True),
        (BARE, "/ /x /y /z", False),
        (BARE, "/ /z", True),
    ],
)
def test_a_rate_is_printed_beside_the_tonnages_that_tell_it(
    head: Indicator, printed: str, *, is_secret: bool
) -> None:
    tons = WEIGHED | {"/x": 5, "/y": 5, "/z": 5}
    assert is_refused(head, "/", {}, tons, printed) == is_secret
