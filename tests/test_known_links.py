"""What every reader knows of the counts, those of today and those of the editions already out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pipeline.editions.ledger import Printed, Publication
from pipeline.model import Aggregate, CellKey, Indicator, State
from pipeline.protecting.persons import TWICE
from pipeline.published.book import Rules
from pipeline.published.earlier import as_read, merged, restated, revised
from pipeline.published.links import Known, Spot, counted_twice, known_links
from pipeline.published.seen import Reading, number_in
from pipeline.published.truth import Amount, known_answers, spots, true_amounts, true_counts
from tests.builders import YEAR, counts, gathered, indicator, share, shares

PERSONS, PART = indicator(), share()
Links = set[tuple[frozenset[tuple[Spot, int]], str]]


def spot(measure: str = "personnes", structure: str = "", category: str = "") -> Spot:
    return Spot(measure, YEAR, structure, category)


def links(truth: Mapping[Spot, int], *heads: Indicator) -> Links:
    found = known_links(truth, {head.id: head for head in heads})
    told: Links = {(frozenset(one.terms), one.op) for one in found}
    assert len(told) == len(found), "each link once"
    return told


# --- today ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("whole", "op"), [(18, "="), (17, ">="), (19, "<=")])
def test_structures_make_up_the_pole_or_share_persons_or_are_not_all_there(
    whole: int, op: str
) -> None:
    pole, a, b = spot(), spot(structure="A"), spot(structure="B")
    told = links({pole: whole, a: 10, b: 8})
    assert (frozenset({(a, 1), (b, 1), (pole, -1)}), op) in told
    parts = {(frozenset({(part, 1), (pole, -1)}), "<=") for part in (a, b)}
    assert told & parts == (parts if op == ">=" else set())
    assert len(told) == (3 if op == ">=" else 1)


def test_a_structure_may_have_more_than_the_pole() -> None:
    """A move between members ends a path at A, and none at the pole: 9 there, of 8."""
    pole, a, b = spot(), spot(structure="A"), spot(structure="B")
    told = links({pole: 8, a: 9, b: 5})
    assert (frozenset({(b, 1), (pole, -1)}), "<=") in told
    assert (frozenset({(a, 1), (pole, -1)}), "<=") not in told
    assert (frozenset({(a, 1), (pole, -1)}), "<=") in links({pole: 9, a: 9, b: 5})


def test_those_who_are_in_two_structures_are_counted_by_subtraction() -> None:
    """10 + 8 printed beside 17: one person is in both."""
    pole, a, b = spot(), spot(structure="A"), spot(structure="B")
    truth = {pole: 17, a: 10, b: 8}
    twice = spot(f"{TWICE}personnes")
    assert counted_twice(truth) == {twice: 1}
    assert counted_twice(truth | {pole: 18}) == {}
    every = frozenset({(a, 1), (b, 1), (pole, -1), (twice, -1)})
    assert (every, "=") in links(truth | {twice: 1})


def test_shares_by_category_are_of_the_same_persons() -> None:
    truth = {spot("connus", category=category): 100 for category in ("", "x", "y")}
    tie = (frozenset({(spot("connus", category="x"), 1), (spot("connus"), -1)}), "=")
    assert tie in links(truth, PART)
    assert tie not in links(truth | {spot("connus", category="x"): 40}, PART)
    assert "parts des mêmes personnes" not in {one.why for one in known_links(truth, {})}


def test_categories_that_overlap_are_no_persons_in_two_structures() -> None:
    total, x, y = spot(), spot(category="x"), spot(category="y")
    truth = {total: 17, x: 10, y: 8, spot(f"{TWICE}personnes"): 4}
    assert "personnes comptées deux fois" not in {one.why for one in known_links(truth, {})}


@pytest.mark.parametrize(("whole", "number"), [(18, 1), (15, 2), (20, 0)])
def test_categories_make_up_their_total_or_overlap_within_it(whole: int, number: int) -> None:
    total, x, y = spot(), spot(category="x"), spot(category="y")
    told = links({total: whole, x: 10, y: 8})
    assert len(told) == number
    sums = {(frozenset({(x, 1), (y, 1), (total, -1)}), "=")}
    parts = {(frozenset({(part, 1), (total, -1)}), "<=") for part in (x, y)}
    assert told == {1: sums, 2: parts, 0: set()}[number]


def test_what_has_no_total_is_tied_to_nothing() -> None:
    assert links({spot(structure="A"): 10, spot(category="x"): 8}) == set()


GROUPED = indicator(
    categories=dict.fromkeys("xyg", ""), relations=("personnes.g = personnes.x + personnes.y",)
)


def test_a_group_of_categories_is_counted_once() -> None:
    total, x, y, g = (spot(category=c) for c in ("", *"xyg"))
    assert links({total: 18, x: 10, y: 8, g: 18}, GROUPED) == {
        (frozenset({(x, 1), (y, 1), (total, -1)}), "="),
        (frozenset({(x, 1), (y, 1), (g, -1)}), "="),
    }


def test_a_relation_without_categories_holds_within_each_but_needs_all_its_counts() -> None:
    head = indicator(relations=("personnes = durables + autres",))
    names = ("durables", "autres", "personnes")
    whole = {spot(n, "A", "x"): v for n, v in zip(names, (12, 8, 20), strict=True)}
    terms = frozenset({(spot(n, "A", "x"), s) for n, s in zip(names, (1, 1, -1), strict=True)})
    assert links(whole, head) == {(terms, "=")}
    del whole[spot("autres", "A", "x")]
    assert links(whole, head) == set()


def test_a_relation_that_names_a_category_holds_for_totals_only() -> None:
    head = indicator(relations=("personnes = durables.x + autres",))
    truth = {spot(): 20, spot("durables", category="x"): 12, spot("autres"): 8}
    truth |= {spot(category="x"): 9, spot("autres", category="x"): 3}
    told = links(truth, head)
    assert (frozenset({(spot("durables", category="x"), 1), (spot("autres"), 1), (spot(), -1)}), "="
            ) in told  # fmt: skip
    assert not [terms for terms, op in told if op == "=" and (spot(category="x"), -1) in terms]


def test_what_counts_no_persons_declares_nothing() -> None:
    head = indicator(sensitivity=0, relations=("personnes = autres",))
    assert links({spot(): 9, spot("autres"): 9}, head) == set()


# --- true values ----------------------------------------------------------------------------


def cell(head: Indicator, structure: str = "", **numbers: object) -> Aggregate:
    return Aggregate(CellKey(head.id, YEAR, structure), **numbers)  # type: ignore[arg-type]


def test_true_counts_are_of_persons_those_inside_shares_included() -> None:
    trees = indicator("environnement/arbres", sensitivity=0)
    median = indicator("insertion/duree")
    cells = [
        *counts(PERSONS, {("", ""): 20, ("A", "x"): 8}),
        *shares(PART, {"A": (3, 12)}),
        cell(trees, value=Decimal(3)),
        cell(median, value=Decimal(11), persons=9),
        cell(PERSONS, "B"),
        cell(PART, "B", denominator=Decimal(40)),
    ]
    assert true_counts(gathered([PERSONS, PART, trees, median], cells)) == {
        spot(): 20,
        spot("personnes", "A", "x"): 8,
        spot("oui", "A"): 3,
        spot("connus", "A"): 12,
        spot("connus", "B"): 40,
    }
    assert spots(trees, CellKey(trees.id, YEAR)) == ()


TONS = indicator("environnement/tonnage", unit="t", decimals=1, aggregation="somme", sensitivity=0)


def secrets(head: Indicator, *cells: Aggregate, agreed: str | None = "") -> dict[str, Amount]:
    owners = None if agreed is None else set(agreed)
    found = true_amounts(gathered([head], cells), 5, owners)
    return {spot.structure: amount for spot, amount in found.items()}


def test_the_amounts_of_a_table_are_told_together_when_one_is_secret() -> None:
    cells = [cell(TONS, s, value=Decimal(n)) for s, n in (("", "4.5"), ("A", "4.5"), ("B", "0"))]
    cells.append(cell(TONS, "C"))
    assert secrets(TONS, *cells) == {
        "": Amount(45, is_secret=False),
        "A": Amount(45, is_secret=True),
        "B": Amount(0, is_secret=False),
    }
    assert secrets(TONS, *cells, agreed="A") == {}
    assert secrets(TONS, *cells, agreed=None) == {}


def test_an_amount_is_known_as_it_is_printed() -> None:
    """4.26 t and 4.25 t are printed 4.3: half a unit goes up, as on the page."""
    cells = [cell(TONS, s, value=Decimal(n)) for s, n in (("A", "4.25"), ("B", "4.26"))]
    assert secrets(TONS, *cells) == {
        "A": Amount(43, is_secret=True, is_rounded=True),
        "B": Amount(43, is_secret=True, is_rounded=True),
    }


def test_a_total_of_rounded_parts_is_known_to_half_a_unit_each() -> None:
    """Five units of 0.4 are printed 0 each, and 2 together."""
    truth = {spot("t"): 2, **{spot("t", s): 0 for s in "ABCDE"}}
    (known,) = known_links(truth, {}, set(truth))
    assert (known.op, known.room) == ("=", 3)
    assert {known.room for known in known_links(truth, {})} == {0}


@pytest.mark.parametrize("changes", [{"aggregation": "mediane"}, {"unit": "m²"}])
def test_only_sums_of_money_and_tonnage_are_secret(changes: dict[str, str]) -> None:
    head = indicator(TONS.id, **({"unit": "t", "aggregation": "somme", "sensitivity": 0} | changes))
    assert secrets(head, cell(head, "A", value=Decimal(4))) == {}


@pytest.mark.parametrize(
    ("persons", "is_secret"), [(0, False), (1, True), (4, True), (5, False), (None, False)]
)
def test_the_hours_of_few_persons_are_secret(persons: int | None, *, is_secret: bool) -> None:
    hours = indicator("insertion/heures", unit="h", aggregation="somme")
    found = secrets(hours, cell(hours, "A", value=Decimal(90), persons=persons), agreed=None)
    assert found == ({"A": Amount(90, is_secret=True)} if is_secret else {})


# --- editions already out -------------------------------------------------------------------


def key(structure: str = "", head: Indicator = PERSONS) -> CellKey:
    return CellKey(head.id, YEAR, structure)


def read(texts: Mapping[str, str], head: Indicator = PERSONS) -> dict[CellKey, Reading]:
    found = {}
    for structure, text in texts.items():
        value = number_in(text)
        found[key(structure, head)] = Reading(value, "" if value is not None else text, "avant")
    return found


def test_an_earlier_edition_is_read_for_its_persons() -> None:
    trees, gone = indicator("environnement/arbres", sensitivity=0), indicator("insertion/autrefois")
    texts = {key("A"): "12\u202fpers.", key("B"): "s", key("", trees): "3", key("", gone): "9"}
    figures = {one: Printed(State.VALUE, text) for one, text in texts.items()}
    publication = Publication(2024, figures, {}, {}, {}, "essai")
    found = as_read(publication, 2, {head.id: head for head in (PERSONS, trees)})
    where = "l'édition 2024 publiée (n° 2)"
    assert found == {
        key("A"): Reading(Decimal(12), "", where),
        key("B"): Reading(None, "s", where),
    }


def is_revised(text: str, head: Indicator, truth: Mapping[Spot, int]) -> bool:
    return bool(revised(read({"A": text}, head), truth, {head.id: head}))


def test_a_count_is_revised_when_it_is_not_the_same() -> None:
    a = spot("personnes", "A")
    assert not is_revised("12", PERSONS, {a: 12})
    assert is_revised("12", PERSONS, {a: 13})
    assert is_revised("12", PERSONS, {}), "nobody counts it any more"
    assert not is_revised("s", PERSONS, {a: 13}), "a mask said nothing"


@pytest.mark.parametrize(
    ("text", "top", "bottom", "is_other"),
    [
        ("33\u202f%", 10, 30, False),
        ("34\u202f%", 10, 30, True),
        ("33\u202f%", 0, 0, True),
    ],
)
def test_a_share_is_revised_when_it_rounds_otherwise(
    text: str, top: int, bottom: int, *, is_other: bool
) -> None:
    truth = {spot("oui", "A"): top, spot("connus", "A"): bottom}
    assert is_revised(text, PART, truth) is is_other
    assert is_revised(text, PART, {spot("oui", "A"): 10}), "nobody counts its persons any more"


def test_a_mean_is_revised_as_it_is_printed() -> None:
    head = share(unit="h", decimals=1)
    truth = {spot("oui", "A"): 45, spot("connus", "A"): 30}
    assert not is_revised("1,5\u202fh", head, truth)
    assert is_revised("1,6\u202fh", head, truth)


def test_an_amount_is_no_count_to_be_revised() -> None:
    assert not is_revised("12\u202fh", indicator(unit="h"), {})


def test_a_number_outweighs_a_sign_and_what_was_revised_is_left_apart() -> None:
    now, before = read({"A": "s", "B": "9", "D": "7"}), read({"A": "4", "B": "s", "C": "8"})
    both = merged(now, before, set())
    texts = {k.structure: r.value for k, r in both.items()}
    assert texts == {"A": 4, "B": 9, "C": 8, "D": 7}
    assert merged(now, read({"D": "8"}), set())[key("D")].value == 7, "today's reading stays"
    finer = merged(now, read({"D": "7,4"}), set())[key("D")].value
    assert finer == Decimal("7.4"), "unless more was said before"
    assert merged(now, before, {(PERSONS.id, YEAR)}) == now
    few = read({"A": "n.s."})
    assert merged(few, read({"A": "s"}), set()) == few, "nor another mask"


TRUTH = {spot(): 23, spot(structure="A"): 12, spot(structure="B"): 11}
TIED = (Known(((spot(structure="A"), 1), (spot(structure="B"), 1), (spot(), -1)), "=", "total"),)


def then(
    texts: Mapping[str, str], tied: tuple[Known, ...] = TIED
) -> tuple[dict[str, dict[str, Any]], list[tuple[Any, str]]]:
    """The cells of a table revised since, by id, and the terms of what ties them."""
    rules = Rules(5, {PERSONS.id: PERSONS}, {})
    book = restated(read(texts), {(PERSONS.id, YEAR)}, 1, tied, rules, TRUTH)
    assert all(one["rhs"] == 0 for one in book.relations)
    return dict(book.cells), [(one["terms"], one["op"]) for one in book.relations]


def test_what_was_printed_is_tied_to_today_by_the_persons_between() -> None:
    cells, told = then({"A": "10", "B": "12"})
    for structure, more, true in (("A", -1, 2), ("B", 1, 1)):
        name = f"personnes|2025|{structure}|"
        gap = f"révision de personnes|2025|{structure}||publication 1"
        terms = [[name, 1], [f"{name}|publication 1", -1], [gap, more]]
        assert (terms, "=") in told
        assert cells[gap]["true"] == true
        assert "sensitive" not in cells[gap]
    assert cells["personnes|2025|A||publication 1"]["true"] == 10


def test_one_person_more_in_the_whole_pole_tells_of_nobody() -> None:
    cells, _ = then({"": "22"})
    assert cells["révision de personnes|2025|||publication 1"]["sensitive"] is False


def test_one_person_more_in_a_category_of_the_pole_is_somebody() -> None:
    x = replace(key(), category="x")
    rules, truth = Rules(5, {PERSONS.id: PERSONS}, {}), {spot(category="x"): 12}
    before = {x: Reading(Decimal(11), "", "avant")}
    cells = restated(before, {(PERSONS.id, YEAR)}, 1, (), rules, truth).cells
    assert "sensitive" not in cells["révision de personnes|2025||x|publication 1"]


def test_what_is_counted_no_more_has_nothing_between() -> None:
    cells, _ = then({"Z": "9"})
    assert [cell["true"] for cell in cells.values()] == [9]


def test_a_share_of_then_is_not_a_count_of_then() -> None:
    rules = Rules(5, {PART.id: PART}, {})
    book = restated(read({"A": "33\u202f%"}, PART), {(PART.id, YEAR)}, 1, (), rules, {})
    assert not [cell for cell in book.cells.values() if "true" in cell]


def test_what_did_not_change_in_a_table_that_did_has_nothing_between() -> None:
    cells, told = then({"A": "12", "B": "10"})
    assert "révision de personnes|2025|A||publication 1" not in cells
    assert len(told) == 1


def test_of_another_year_nothing_is_told_apart() -> None:
    rules = Rules(5, {PERSONS.id: PERSONS}, {})
    assert not restated(read({"A": "10"}), set(), 1, TIED, rules, TRUTH).cells


@pytest.mark.parametrize(
    ("op", "whole", "holds"),
    [("=", 22, True), ("=", 21, False), (">=", 21, True), (">=", 23, False),
     ("<=", 23, True), ("<=", 21, False)],
)  # fmt: skip
def test_a_link_of_today_held_then_if_the_numbers_allow_it(
    op: str, whole: int, *, holds: bool
) -> None:
    tied = (TIED[0]._replace(op=op),)
    _, told = then({"": str(whole), "A": "10", "B": "12"}, tied)
    assert (op in {link for terms, link in told if "révision" not in str(terms)}) is holds


def test_a_link_with_something_masked_then_may_have_held() -> None:
    _, told = then({"": "30", "A": "s", "B": "12"})
    assert [link for terms, link in told if "révision" not in str(terms)] == ["="]


def test_a_link_with_something_that_was_not_there_then_is_not_told() -> None:
    _, told = then({"": "30", "B": "12"})
    assert [terms for terms, _ in told if "révision" not in str(terms)] == []


@pytest.mark.parametrize(("unknown", "is_tied"), [(1, True), (0, False), (None, False)])
def test_those_who_answered_are_some_of_all_that_a_count_tells(
    unknown: int | None, *, is_tied: bool
) -> None:
    """Ten answers and one missing: they are the eleven persons of A."""
    cells = [
        cell(PART, "A", numerator=Decimal(4), denominator=Decimal(10), unknown=unknown),
        cell(PERSONS, "A", value=Decimal(11)),
    ]
    edition = gathered([PART, PERSONS], cells)
    tied = [one.terms for one in known_answers(edition, true_counts(edition))]
    within = ((spot("connus", "A"), 1), (spot("personnes", "A"), -1))
    assert tied == ([within] if is_tied else [])


def test_what_else_was_asked_changes_nothing_to_those_who_answered() -> None:
    """Neither by category, nor of hours, nor where the answers themselves were not sent."""
    hours = share("insertion/part_heures", sensitivity=0)
    ten = {"numerator": Decimal(4), "denominator": Decimal(10)}
    cells = [
        cell(PART, "A", unknown=1, **ten),
        cell(PERSONS, "A", value=Decimal(11)),
        cell(hours, "A", unknown=1, **ten),
        replace(cell(PART, "A", unknown=7, **ten), key=CellKey(PART.id, YEAR, "A", "x")),
        cell(PART, "B", unknown=2),
    ]
    edition = gathered([PART, PERSONS, hours], cells)
    tied = [one.terms for one in known_answers(edition, true_counts(edition))]
    assert tied == [((spot("connus", "A"), 1), (spot("personnes", "A"), -1))]
