"""What adds up to what among the pole's amounts, for the masks and for the audit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.errors import ConfidentialityError
from pipeline.model import Aggregate, CellKey, Indicator
from pipeline.protecting.amounts import Amount, amounts_of
from pipeline.protecting.persons import Count
from pipeline.protecting.relations import related
from pipeline.protecting.sums import amount_links, told_together
from pipeline.published.brought import check_brought, known_sums, made, measures_of
from pipeline.published.links import Spot
from pipeline.published.seen import Reading
from tests.builders import YEAR, gathered, indicator
from tests.test_brought import GAP, PLAN, REAL, SHARE

BARE = replace(REAL, relations=())
TWO = replace(BARE, relations=("somme = aides + ventes",))
Lines = Mapping[str, Mapping[str, int]]  # `measure.category` → what each structure brings


def heads(*those: Indicator) -> dict[str, Indicator]:
    return {head.id: head for head in those}


def held(lines: Lines, *, is_rounded: bool = False) -> dict[Count, Amount]:
    found = {}
    for name, parts in lines.items():
        measure, _, category = name.partition(".")
        amount = Amount(sum(parts.values()), tuple(parts.values()), is_rounded, tuple(parts))
        found[Count(measure, YEAR, "", category)] = amount
    return found


def sums(head: Indicator, amounts: Mapping[Count, Amount]) -> list[tuple[str, str, int]]:
    """Each link as `part + part = whole`, with its sign and its room."""
    named = {c.key: f"{c.measure}.{c.category}".rstrip(".") for c in amounts}
    found = []
    for link in amount_links(heads(head), amounts):
        *parts, (whole, _) = link.terms
        text = f"{' + '.join(named[part] for part, _ in parts)} = {named[whole]}"
        found.append((text, link.op, link.rhs))
    return found


ONE = {"A": 5}


def test_categories_make_their_total_and_a_group_counts_once() -> None:
    lines = {"realise": {"A": 10}, "realise.a": ONE, "realise.b": ONE}
    told = [("realise.a + realise.b = realise", "=", 0)]
    assert sums(BARE, held(lines)) == told
    group = replace(BARE, relations=("realise.tout = realise.a + realise.b",))
    grouped = held(lines | {"realise.tout": {"A": 10}})
    assert sums(group, grouped) == [("realise.a + realise.b = realise.tout", "=", 0), *told]


def test_rounded_amounts_add_up_to_half_a_unit_each() -> None:
    lines = {"realise": {"A": 11}, "realise.a": ONE, "realise.b": ONE}
    text = "realise.a + realise.b = realise"
    assert sums(BARE, held(lines, is_rounded=True)) == [(text, "<=", 1), (text, ">=", -1)]
    assert sums(BARE, held(lines)) == []


def test_categories_of_no_total_and_amounts_printed_by_structure_are_no_sum_here() -> None:
    assert sums(BARE, held({"realise.a": ONE, "realise.b": ONE})) == []
    own = {
        count: amount._replace(owners=()) for count, amount in held({"t": ONE, "t.a": ONE}).items()
    }
    assert sums(BARE, own) == []


def test_what_a_head_declares_holds_in_each_category() -> None:
    lines = {"realise": {"A": 8}, "prevu": ONE, "ecart": {"A": 3}}
    apart = {f"{name}.a": parts for name, parts in lines.items()}
    assert sums(GAP, held(lines)) == [("prevu + ecart = realise", "=", 0)]
    assert sums(GAP, held(apart)) == [("prevu.a + ecart.a = realise.a", "=", 0)]
    assert sums(replace(GAP, sensitivity=1), held(lines)) == []
    assert sums(GAP, held({"realise": {"A": 0}})) == [], "nothing adds up to it"
    assert sums(GAP, held({"prevu": ONE, "ecart": ONE})) == []


@pytest.mark.parametrize(("brought", "is_tied"), [("structures", True), ("", False)])
def test_a_rate_of_amounts_ties_what_it_leaves(brought: str, *, is_tied: bool) -> None:
    lines = {"aides": {"A": 4}, "produits": {"A": 9}, "produits − aides": ONE}
    told = ("aides + produits − aides = produits", "=", 0)
    assert sums(replace(SHARE, brought=brought), held(lines)) == [told] * is_tied


@pytest.mark.parametrize(
    ("head", "lines", "told"),
    [
        (BARE, {"realise": {"A": 9}, "realise.c": {"A": 5}, "realise.d": {"A": 4}}, "c + d"),
        (TWO, {"somme": {"A": 9}, "aides": {"A": 5}, "ventes": {"A": 4}}, "aides + ventes"),
        (BARE, {"realise": {"A": 5}, "realise.c": {"A": 5}}, ""),
        (BARE, {"realise": {"A": 9}} | {f"realise.{n}": {n: 3} for n in "ABC"}, ""),
    ],
    ids=["one structure's", "by their measures", "alone", "three structures'"],
)
def test_what_few_make_in_several_accounts_is_one_amount(
    head: Indicator, lines: Lines, told: str
) -> None:
    found = list(told_together(heads(head), held(lines)))
    assert [dict(cell.key.dims)["modalite"] for cell, _ in found] == [told] * bool(told)
    assert [(cell.value, cell.contributors) for cell, _ in found] == [(9, (9,))] * bool(told)


def test_amounts_printed_by_structure_are_not_put_together() -> None:
    own = replace(BARE, relations=("t = t.x + t.y",))
    amounts = held({"t": {"A": 9}, "t.x": ONE, "t.y": {"A": 4}})
    bare = {count: amount._replace(owners=()) for count, amount in amounts.items()}
    assert list(told_together(heads(own), bare)) == []


def test_what_is_related_at_each_place_names_no_category() -> None:
    head = replace(GAP, relations=(*GAP.relations, "ailleurs = dehors.a + loin.b"))
    assert related(head) == {"realise", "prevu", "ecart"}


# --- the amounts that a rate tells ------------------------------------------------------------

EVEN = {"": 30, "A": 10, "B": 10, "C": 10}


def rate(head: Indicator, **changes: Decimal | None) -> list[Aggregate]:
    values = {"numerator": Decimal(3), "denominator": Decimal(30)} | changes
    keys = [CellKey(head.id, YEAR, structure) for structure in ("", "A")]
    return [Aggregate(key, **values) for key in keys]  # type: ignore[arg-type]


NAMED = replace(GAP, relations=("produits = aides + ventes",))
REST = "produits − aides"


@pytest.mark.parametrize(
    ("head", "other", "measures"),
    [
        (SHARE, BARE, {"aides", "produits", REST}),
        (replace(SHARE, unit="fois"), BARE, {"aides", "produits"}),
        (SHARE, NAMED, {"aides", "produits"}),
        (
            SHARE,
            replace(NAMED, relations=("produits = aides.x + aides.y",)),
            {"aides", "produits", REST},
        ),
    ],
    ids=["a share", "a ratio", "a named rest", "accounts of both"],
)
def test_a_rate_tells_its_two_amounts_and_a_share_what_is_left(
    head: Indicator, other: Indicator, measures: set[str]
) -> None:
    aggregates = gathered([head, other], rate(head))
    assert {count.measure for count in amounts_of(aggregates, 5, frozenset())} == measures
    assert {spot.measure for spot in made(aggregates)} == measures
    assert {*measures_of(head, aggregates.indicators)} == measures


@pytest.mark.parametrize("lost", ["numerator", "denominator"])
def test_a_rate_without_both_amounts_tells_none(lost: str) -> None:
    aggregates = gathered([SHARE], rate(SHARE, **{lost: None}))
    assert amounts_of(aggregates, 5, frozenset()) == {}
    assert made(aggregates) == {}


def test_a_rate_of_what_the_structures_print_is_no_amount_of_the_pole() -> None:
    own = replace(SHARE, brought="")
    assert amounts_of(gathered([own], rate(own)), 5, frozenset()) == {}


def test_what_is_left_has_a_name_only_where_it_is_printed() -> None:
    """A head of amounts that ties both prints something else."""
    tied = replace(NAMED, brought="pole")
    found = amounts_of(gathered([SHARE, tied], rate(SHARE)), 5, frozenset())
    assert REST in {count.measure for count in found}


# --- the audit --------------------------------------------------------------------------------


def known(head: Indicator, values: Mapping[str, int]) -> list[tuple[list[str], str]]:
    """The parts and the whole of each sum that readers know."""
    split = {name: name.partition(".") for name in values}
    spots = {name: Spot(measure, YEAR, "", own) for name, (measure, _, own) in split.items()}
    back = {spot: name for name, spot in spots.items()}
    told = known_sums({spots[name]: n for name, n in values.items()}, heads(head))
    return [([back[one] for one, _ in k.terms[:-1]], back[k.terms[-1][0]]) for k in told]


def test_the_audit_adds_up_what_heads_declare() -> None:
    gap = {"realise": 8, "prevu": 5, "ecart": 3}
    assert known(GAP, gap) == [(["prevu", "ecart"], "realise")]
    apart = {f"{name}.a": n for name, n in gap.items()}
    assert known(GAP, apart) == [(["prevu.a", "ecart.a"], "realise.a")]
    accounts = {"realise.a": 5, "realise.b": 3, "realise.tout": 8}
    assert known(REAL, accounts) == [(["realise.a", "realise.b"], "realise.tout")]
    assert known(REAL, {"realise.a": 5}) == []
    assert known(REAL, {"realise.tout": 0}) == []
    shares = {"produits": 9, "aides": 4, REST: 5}
    assert known(SHARE, shares) == [([REST, "aides"], "produits")]


def told(head: Indicator, *accounts: str) -> dict[CellKey, Reading]:
    return {CellKey(head.id, YEAR, "", own): Reading(Decimal(1), "", "ici") for own in accounts}


def is_refused(lines: Lines, *shown: str, head: Indicator = BARE) -> str:
    """The words of the refusal, if these accounts may not be shown together."""
    cells = []
    for own, parts in lines.items():
        cells.append(Aggregate(CellKey(head.id, YEAR, "", own), Decimal(sum(parts.values()))))
        cells += [Aggregate(CellKey(head.id, YEAR, s, own), Decimal(n)) for s, n in parts.items()]
    first = indicator("finances/autre", title="Autre")
    try:
        check_brought(told(head, *shown), gathered([first, head], cells), set())
    except ConfidentialityError as error:
        return str(error)
    return ""


BIG = {"A": 1000, "B": 1000, "C": 1000}


@pytest.mark.parametrize(
    ("lines", "is_secret"),
    [
        ({"c": {"A": 9}, "d": {"A": 8}}, True),
        ({"c": {"A": 9}}, True),  # the total less b
        ({"c": {"A": 9}, "d": {"B": 9}, "e": {"C": 9}}, False),  # three structures'
        ({"c": {"A": 900}, "d": {"A": 1, "B": 1, "C": 1}}, False),  # d is of three
    ],
    ids=["one structure's", "alone", "three structures'", "another is hidden with it"],
)
def test_the_total_tells_what_the_hidden_accounts_make_together(
    lines: Lines, *, is_secret: bool
) -> None:
    every: dict[str, int] = {}
    for parts in (BIG, *lines.values()):
        for structure, n in parts.items():
            every[structure] = every.get(structure, 0) + n
    words = is_refused({"b": BIG, "": every, **lines}, "b", "", head=replace(BARE, title="Réalisé"))
    assert ("« Réalisé » (2025) dirait le montant" in words) == bool(words) == is_secret


def test_a_gap_is_judged_by_the_accounts_that_exist() -> None:
    cells = [
        *(Aggregate(CellKey(PLAN.id, YEAR, s, "a"), Decimal(n)) for s, n in EVEN.items()),
        Aggregate(CellKey(GAP.id, YEAR, "", "a"), Decimal(-30)),
    ]
    aggregates = gathered([REAL, PLAN, GAP], cells)
    check_brought(told(GAP, "a"), aggregates, set())
    assert {spot.measure for spot in made(aggregates)} == {"prevu", "ecart"}


@pytest.mark.parametrize(("brought", "is_judged"), [("structures", True), ("pole", False)])
def test_what_each_brings_is_looked_at_whatever_the_amount_is(
    brought: str, *, is_judged: bool
) -> None:
    stock = replace(BARE, aggregation="stock", brought=brought)
    cells = [Aggregate(CellKey(stock.id, YEAR, s), Decimal(9)) for s in ("", "A")]
    aggregates = gathered([stock], cells)
    assert bool(amounts_of(aggregates, 5, frozenset())) == is_judged
    assert bool(made(aggregates)) == is_judged
