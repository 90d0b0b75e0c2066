"""What the files show, written as the description that the audit reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from pipeline.errors import ConfidentialityError
from pipeline.model import CellKey, Indicator
from pipeline.published.book import Book, Rules, document
from pipeline.published.describe import describe
from pipeline.published.links import Spot
from pipeline.published.seen import Reading, Seen, number_in
from pipeline.published.truth import Amount
from tests.builders import YEAR, indicator, share

PERSONS, PART = indicator(), share()
TONS = indicator("environnement/tonnage", unit="t", decimals=1, aggregation="somme", sensitivity=0)
Texts = Mapping[tuple[str, str], str]  # structure and category → what is printed


def spot(measure: str, structure: str = "", category: str = "") -> Spot:
    return Spot(measure, YEAR, structure, category)


def written(
    head: Indicator,
    texts: Texts,
    truth: Mapping[Spot, int] | None = None,
    others: Sequence[Seen] = (),
    amounts: Mapping[Spot, Amount] | None = None,
    heads: Sequence[Indicator] = (),
    threshold: int = 5,
) -> Book:
    shown = {
        CellKey(head.id, YEAR, *place): Reading(
            number_in(text), "" if number_in(text) is not None else text, "p. 3"
        )
        for place, text in texts.items()
    }
    rules = Rules(threshold, {one.id: one for one in (head, *heads)}, {"A": "Les Ateliers"})
    return describe(shown, others, truth or {}, rules, amounts)


# --- counts ---------------------------------------------------------------------------------


def test_a_count_stands_in_its_place_with_its_true_value() -> None:
    truth = {spot("personnes", "A", "x"): 12}
    book = written(PERSONS, {("A", "x"): "12\u202fpers."}, truth)
    assert list(book.cells.values()) == [
        {
            "id": "personnes|2025|A|x",
            "measure": "personnes",
            "dims": {"annee": "2025", "structure": "A", "modalite": "x"},
            "published": 12,
            "true": 12,
            "where": "p. 3",
        }
    ]


@pytest.mark.parametrize(
    ("sensitivity", "numerator", "low"), [(1, "personnes", 1), (2, "personnes", 0), (2, "oui", 1)]
)
def test_a_hidden_count_is_one_at_least_save_where_none_is_a_secret_too(
    sensitivity: int, numerator: str, low: int
) -> None:
    other = share(sensitivity=sensitivity, numerator=numerator)
    (cell,) = written(PERSONS, {("", ""): "s"}, heads=[other]).cells.values()
    assert (cell["published"], cell["low"]) == ("s", low)
    assert cell["dims"] == {"annee": "2025"}


def test_other_signs_tell_nothing() -> None:
    (cell,) = written(PERSONS, {("", ""): "n.d."}).cells.values()
    assert (cell["published"], "low" in cell) == ("hidden", False)


def test_a_median_is_no_count() -> None:
    months = indicator("insertion/duree", unit="mois")
    assert written(months, {("", ""): "11"}).cells == {}
    assert len(written(months, {("", ""): "11"}, {spot("duree"): 11}).cells) == 1


def test_trees_are_no_persons() -> None:
    assert written(indicator(sensitivity=0), {("", ""): "3"}).cells == {}


# --- amounts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "true", "published", "bounds"),
    [
        ("12,5\u202ft", 125, 125, (0, 1500)),
        ("s", 125, "s", (0, 1500)),
        ("n.d.", 125, "hidden", (0, 1500)),
        ("−12,5\u202ft", -125, 125, (0, 1500)),  # by its opposite
    ],
)
def test_an_amount_is_told_in_its_smallest_unit(
    text: str, true: int, published: object, bounds: tuple[int, int]
) -> None:
    amounts = {spot("tonnage", "A"): Amount(true, is_secret=True)}
    (cell,) = written(TONS, {("A", ""): text}, amounts=amounts).cells.values()
    assert cell["published"] == published
    assert (cell["low"], cell["high"]) == bounds
    assert (cell["kind"], cell["true"], cell["sensitive"]) == ("real", abs(true), True)
    assert cell["where"] == "p. 3"


def test_rounded_amounts_add_up_to_their_rounding() -> None:
    rough = {"is_secret": False, "is_rounded": True}
    amounts = {spot("tonnage", s): Amount(n, **rough) for s, n in (("", 9), ("A", 10))}
    (told,) = written(TONS, {("", ""): "0,9\u202ft"}, amounts=amounts).relations
    assert (told["op"], told["low"], told["high"]) == ("between", -1, 1)


def test_amounts_add_up_too() -> None:
    amounts = {spot("tonnage", s): Amount(n, is_secret=False) for s, n in (("", 9), ("A", 9))}
    book = written(TONS, {("", ""): "0,9\u202ft"}, amounts=amounts)
    (told,) = book.relations
    assert told == {
        "terms": [["tonnage|2025|A|", 1], ["tonnage|2025||", -1]],
        "op": "=",
        "rhs": 0,
        "why": "total",
    }


# --- shares ---------------------------------------------------------------------------------

COUNTED = {spot("oui", "A"): 12, spot("connus", "A"): 40, spot("oui"): 30, spot("connus"): 80}


def bounds(book: Book, name: str) -> tuple[int | None, int | None]:
    return book.cells[name].get("low"), book.cells[name].get("high")


def test_a_printed_share_ties_its_two_counts_and_the_others() -> None:
    book = written(PART, {("A", ""): "30,0\u202f%"}, {s: n for s, n in COUNTED.items() if s[2]})
    assert [(c["id"], c["published"], c["true"]) for c in book.cells.values()] == [
        ("oui|2025|A|", "hidden", 12),
        ("connus|2025|A|", "hidden", 40),
        ("connus − oui|2025|A|", "hidden", 28),
    ]
    ratio = {"num": "oui|2025|A|", "den": "connus|2025|A|", "published": 30}
    assert book.ratios == [{**ratio, "decimals": 1, "scale": 100, "why": "p. 3"}]
    terms = [["oui|2025|A|", 1], ["connus − oui|2025|A|", 1], ["connus|2025|A|", -1]]
    assert [one["terms"] for one in book.relations] == [terms]
    assert bounds(book, "connus|2025|A|") == (10, None), "else it would be « n.s. »"


def test_a_mean_leaves_no_others() -> None:
    book = written(share(unit="h", decimals=0), {("A", ""): "30\u202fh"})
    assert list(book.cells) == ["oui|2025|A|", "connus|2025|A|"]
    assert book.ratios[0]["scale"] == 1


@pytest.mark.parametrize(
    ("text", "structure", "expected"),
    [
        ("s", "A", (10, None)),
        ("s", "", (1, None)),
        ("40\u202f%", "", (80, 80)),
    ],
)
def test_the_sign_of_a_share_bounds_its_persons(
    text: str, structure: str, expected: tuple[int | None, int | None]
) -> None:
    book = written(PART, {(structure, ""): text}, COUNTED)
    assert bounds(book, spot("connus", structure).name) == expected
    assert len(book.ratios) == (text == "40\u202f%")


@pytest.mark.parametrize(
    ("text", "threshold", "people", "expected"),
    [
        ("n.s.", 5, 8, (1, 9)),
        ("n.s.", 6, 8, (1, 11)),
        ("s", 6, 40, (12, None)),
        ("s", 6, 12, (12, None)),
        ("s", 11, 40, (22, None)),
        ("n.s.", 6, 13, (1, 13)),
        ("s", 6, 10, (10, None)),
    ],
)
def test_the_higher_the_threshold_the_more_persons_under_a_rate(
    text: str, threshold: int, people: int, expected: tuple[int, int | None]
) -> None:
    """The last two are read in an edition already out, of another threshold."""
    truth = {spot("connus", "A"): people}
    book = written(PART, {("A", ""): text}, truth, threshold=threshold)
    assert bounds(book, spot("connus", "A").name) == expected


def test_a_share_of_the_pole_whose_persons_nobody_counted_is_of_one_at_least() -> None:
    book = written(PART, {("", ""): "40\u202f%"})
    assert bounds(book, "connus|2025||") == (1, None)
    assert "true" not in book.cells["connus − oui|2025||"]
    for known in ("oui", "connus"):
        book = written(PART, {("", ""): "40\u202f%"}, {spot(known): 40})
        assert "true" not in book.cells["connus − oui|2025||"], "of one alone"


def test_a_share_that_was_not_delivered_tells_nothing() -> None:
    assert written(PART, {("A", ""): "n.d."}).cells == {}


def test_the_others_of_a_group_are_tied_once() -> None:
    twin = share("insertion/autre")
    rules = Rules(5, {head.id: head for head in (PART, twin)}, {})
    shown = {CellKey(head.id, YEAR, "A"): Reading(Decimal(30), "", "p. 3") for head in (PART, twin)}
    book = describe(shown, (), {}, rules)
    assert (len(book.ratios), len(book.relations)) == (2, 1)


# --- other numbers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("origin", "text", "is_told"),
    [
        ("inconnus/insertion/part|2025", "4\u202fpers.", True),
        ("inconnus/insertion/part|2025", "4\u202f%", False),
        ("inconnus/insertion/part|2025", "s", False),
        ("pages/insertion/part|2025", "4\u202fpers.", False),
    ],
)
def test_the_persons_without_an_answer_are_counted(
    origin: str, text: str, *, is_told: bool
) -> None:
    book = written(PART, {}, others=[Seen((origin,), text, "p. 4")])
    told = [(c["id"], c["published"], c["sensitive"], c["where"]) for c in book.cells.values()]
    assert told == [("sans réponse, connus|2025||", 4, False, "p. 4")] * is_told


def test_those_without_an_answer_to_what_is_no_share_bear_its_name() -> None:
    seen = Seen(("inconnus/insertion/personnes|2025",), "4", "p. 4")
    assert list(written(PERSONS, {}, others=[seen]).cells) == [
        "sans réponse, insertion/personnes|2025||"
    ]


GROWTH, THEN, NOW = "+20\u202f%", f"{PERSONS.id}|2024|A|", f"{PERSONS.id}|{YEAR}|A|"
COUNTS = {Spot("personnes", 2024, "A"): 10, spot("personnes", "A"): 12}


def computed(text: str, *origins: str, head: Indicator = PERSONS, **more: Any) -> Book:
    return written(head, {}, others=[Seen(origins, text, "p. 4")], **more)


def test_a_growth_ties_two_counts_even_when_neither_is_printed() -> None:
    book = computed(GROWTH, THEN, NOW, truth=COUNTS)
    ratio = {"num": "personnes|2025|A|", "den": "personnes|2024|A|", "published": 120}
    more = {"decimals": 0, "scale": 100, "why": "évolution, p. 4"}
    assert book.ratios == [{**ratio, **more}]
    assert {cell["id"] for cell in book.cells.values()} == {ratio["num"], ratio["den"]}


def test_a_growth_ties_two_amounts() -> None:
    origins = [f"{TONS.id}|{year}|A|" for year in (2024, YEAR)]
    amounts = {Spot("tonnage", year, "A"): Amount(90, is_secret=True) for year in (2024, YEAR)}
    book = computed(GROWTH, *origins, head=TONS, amounts=amounts)
    assert [(one["num"], one["den"]) for one in book.ratios] == [
        ("tonnage|2025|A|", "tonnage|2024|A|")
    ]


@pytest.mark.parametrize(
    ("text", "origins", "truth"),
    [
        (GROWTH, (THEN, NOW), {}),  # nobody counts them
        (GROWTH, (THEN, NOW), {Spot("personnes", 2024, "A"): 10}),
        (GROWTH, (THEN, NOW), {spot("personnes", "A"): 12}),
        ("+2", (THEN, NOW), COUNTS),
        (GROWTH, (THEN, NOW, NOW), COUNTS),
    ],
)
def test_what_is_computed_of_something_that_is_nowhere_printed_is_refused(
    text: str, origins: tuple[str, ...], truth: dict[Spot, int]
) -> None:
    with pytest.raises(ConfidentialityError, match=r"p\. 4 dit un nombre calculé"):
        computed(text, *origins, truth=truth)


def test_a_growth_of_shares_is_computed_of_what_is_printed() -> None:
    origins = tuple(f"{PART.id}|{year}|A|" for year in (2024, YEAR))
    truth = {Spot(m, year, "A"): 40 for m in ("oui", "connus") for year in (2024, YEAR)}
    shown = {CellKey(PART.id, year, "A"): Reading(Decimal(30), "", "p") for year in (2024, YEAR)}
    book = describe(shown, [Seen(origins, GROWTH, "p. 4")], truth, Rules(5, {PART.id: PART}, {}))
    assert [one["published"] for one in book.ratios] == [30, 30]


def test_words_and_numbers_of_something_else_are_not_computed() -> None:
    for text, origins in (("en hausse", (THEN, NOW)), (GROWTH, (THEN, "pages/total"))):
        assert computed(text, *origins, truth=COUNTS).ratios == []


# --- links and the whole --------------------------------------------------------------------


def test_only_links_about_something_that_is_shown_are_told() -> None:
    truth = {spot("personnes"): 12, spot("personnes", "A"): 12, spot("autres"): 9}
    truth[spot("autres", "A")] = 9
    book = written(PERSONS, {("", ""): "12"}, truth)
    assert len(book.relations) == 1
    implied = book.cells["personnes|2025|A|"]
    assert (implied["published"], implied["true"]) == ("hidden", 12)


def test_the_document_holds_all_editions_under_one_policy() -> None:
    book = written(PART, {("A", ""): "30\u202f%"}, COUNTED)
    then = Book(book.rules, {}, "publication 1")
    then.bound(spot("connus", "A"), 3, 9)
    then.bound(spot("connus", "A"), 1, 12)
    told: dict[str, Any] = document([book, then])
    rules = [told[name] for name in ("threshold", "width", "zero_shown", "suppressed_min")]
    assert rules == [5, 3, True, 0]
    assert told["insiders"] == [{"name": "Les Ateliers", "dims": {"structure": "A"}}]
    assert [cell["id"] for cell in told["cells"]][-1] == "connus|2025|A||publication 1"
    last = told["cells"][-1]
    assert last["dims"] == {"annee": "2025", "structure": "A", "version": "publication 1"}
    assert (last["low"], last["high"]) == (3, 9)
    assert told["ratios"] == book.ratios
    assert told["relations"] == book.relations
