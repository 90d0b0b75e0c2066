"""A pole that raises its threshold: a year already published keeps the one under which it came out.

Under another one, the signs of both editions would say more together: "n.s." beside a rate that was
printed, or a mask beside a number that nobody can take back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pipeline.compose.secrecy import compose_secrecy
from pipeline.editions.ledger import Printed, Publication
from pipeline.errors import ConfidentialityError
from pipeline.model import Aggregate, Aggregates, CellKey, Figures, State
from pipeline.protect import protect
from pipeline.protecting.amounts import amounts_of
from pipeline.protecting.merging import merged
from pipeline.published.book import Rules, document
from pipeline.published.describe import describe
from pipeline.published.earlier import first_thresholds
from pipeline.published.judge import Case, judge
from pipeline.published.links import Spot
from pipeline.published.origins import check_origins
from pipeline.published.room import without_room
from pipeline.published.seen import Reading, Seen
from pipeline.published.truth import true_amounts
from pipeline.secrecy.cells import Cell, Pattern, Policy, Problem, Ratio, key
from pipeline.secrecy.facts import expand
from pipeline.secrecy.publication import describe as described
from pipeline.secrecy.rules import complement, completed, needs
from pipeline.secrecy.tables import Interval
from tests.builders import YEAR, counts, gathered, indicator, share
from tests.test_compose import plan, source
from tests.test_published import NAMES, TRUE, case, files, html

BEFORE = YEAR - 1
PERSONS, PART = indicator(), share(code="INS-02")
HOURS = indicator("insertion/heures", unit="h", aggregation="somme", code="INS-03")
SEVEN = {("", ""): 60, ("A", ""): 53, ("B", ""): 7}


def published(threshold: int, *years: int, text: str = "60 pers.") -> Publication:
    figures = {CellKey(PERSONS.id, year): Printed(State.VALUE, text) for year in years}
    return Publication(max(years), figures, {}, {}, {"seuil": threshold}, "essai")


FIVE = published(5, BEFORE)


def both_years() -> Aggregates:
    """Each year: seven persons at B, seven of fifteen in the share, their hours."""
    cells = [cell for year in (BEFORE, YEAR) for cell in counts(PERSONS, SEVEN, year)]
    for year in (BEFORE, YEAR):
        cells += [
            Aggregate(CellKey(HOURS.id, year, "B"), value=Decimal(900), persons=7),
            Aggregate(CellKey(HOURS.id, year, "A"), value=Decimal(9000), persons=53),
            Aggregate(CellKey(HOURS.id, year), value=Decimal(9900), persons=60),
            Aggregate(CellKey(PART.id, year, "B"), numerator=Decimal(7), denominator=Decimal(15)),
        ]
    return replace(gathered([PERSONS, PART, HOURS], cells), years=(BEFORE, YEAR))


def states(figures: Figures, head: str) -> dict[int, State]:
    return {year: figures.get(head, year, "B").state for year in (BEFORE, YEAR)}


@pytest.mark.parametrize("head", [PERSONS.id, PART.id, HOURS.id])
def test_seven_persons_are_hidden_under_eleven_save_in_the_year_that_is_out(head: str) -> None:
    figures = protect(merged(both_years(), 11, [FIVE]), 11, published=[FIVE])
    sign = State.NOT_SIGNIFICANT if head == PART.id else State.HIDDEN
    assert states(figures, head) == {BEFORE: State.VALUE, YEAR: sign}
    assert states(protect(merged(both_years(), 11), 11), head) == {BEFORE: sign, YEAR: sign}


@pytest.mark.parametrize("first", [merged(both_years(), 11, [FIVE]).thresholds, {BEFORE: 5}])
def test_the_first_edition_that_tells_a_year_settles_its_threshold(first: dict[int, int]) -> None:
    later = [FIVE, published(11, BEFORE, YEAR)]
    assert merged(both_years(), 11, later).thresholds == {**first, YEAR: 11}
    assert first_thresholds(later) == {**first, YEAR: 11}
    assert first_thresholds([replace(FIVE, policy={})]) == {}


def test_a_table_is_merged_by_the_threshold_of_its_year() -> None:
    """Eight structures and sixty persons: seven and a half each."""
    table = {("", ""): 60} | {(name, ""): 7 for name in "ABCDEFG"} | {("H", ""): 11}
    cells = [cell for year in (BEFORE, YEAR) for cell in counts(PERSONS, table, year)]
    told = merged(gathered([PERSONS], cells), 11, [replace(FIVE, figures={})]).told
    assert told, "all are small"
    half = merged(gathered([PERSONS], cells), 11, [FIVE]).told
    assert not half, "those of one year out of two"


def test_hours_are_of_too_few_by_the_threshold_of_their_year() -> None:
    of_seven = {
        count.year
        for count, amount in amounts_of(merged(both_years(), 11, [FIVE]), 11, None).items()
        if amount.contributors
    }
    assert of_seven == {YEAR}
    amounts = true_amounts(both_years(), 11, None, {BEFORE: 5})
    assert {spot.year for spot, one in amounts.items() if one.is_secret} == {YEAR}


# --- the library ------------------------------------------------------------------------------

SEVENTH, WHOLE = key("n", c="a"), key("n")


def test_a_cell_is_small_under_its_own_threshold() -> None:
    for own, room in ((None, 10), (8, 7), (5, None)):
        found = needs(Problem({SEVENTH: Cell(SEVENTH, 7, threshold=own)}), Policy(11))
        assert {need.up for need in found.values()} == ({room} if room else set())


def test_those_left_by_a_share_are_counted_under_the_threshold_of_its_whole() -> None:
    ratio = Ratio(SEVENTH, WHOLE)
    cells = {WHOLE: Cell(WHOLE, 40, threshold=5), SEVENTH: Cell(SEVENTH, 33, threshold=5)}
    whole = completed(Problem(cells, ratios=(ratio,)))
    assert whole.cells[complement(ratio)].threshold == 5
    assert not needs(whole, Policy(11))


def test_a_group_in_which_all_are_alike_keeps_the_room_of_its_threshold() -> None:
    ratio = Ratio(SEVENTH, WHOLE, uniform_tells=True)
    cells = {WHOLE: Cell(WHOLE, 40), SEVENTH: Cell(SEVENTH, 40, threshold=5)}
    assert needs(Problem(cells, ratios=(ratio,)), Policy(11))[SEVENTH].down == 4


def test_a_description_says_which_cells_are_small_under_their_own_threshold() -> None:
    other = key("n", c="b")
    cells = {SEVENTH: Cell(SEVENTH, 7, threshold=5), other: Cell(other, 3, threshold=5)}
    pattern = Pattern({}, frozenset(), frozenset(), frozenset(), 0, 0)
    told = described(Problem(cells), pattern, Policy(11))["cells"]
    assert {cell["true"]: cell["sensitive"] for cell in told} == {7: False, 3: True}


# --- the audit --------------------------------------------------------------------------------


def description(threshold: int, thresholds: Mapping[int, int]) -> dict[str, Any]:
    """Seven persons at A in each of two years, neither of them printed."""
    rules = Rules(threshold, {PERSONS.id: PERSONS}, {}, thresholds)
    shown = {CellKey(PERSONS.id, y, "A"): Reading(None, "s", "p. 3") for y in (BEFORE, YEAR)}
    truth = {Spot("personnes", year, "A", ""): 7 for year in (BEFORE, YEAR)}
    return document([describe(shown, (), truth, rules)])


def test_a_count_is_described_by_the_threshold_of_its_year() -> None:
    for thresholds, told in (({BEFORE: 5}, False), ({BEFORE: 8}, True), ({BEFORE: 11}, None)):
        written = description(11, thresholds)
        assert [cell.get("sensitive") for cell in written["cells"]] == [told, None]
        kept = {year: own for year, own in thresholds.items() if own != 11}
        assert written["thresholds"] == {str(year): own for year, own in kept.items()}


def test_a_count_that_nobody_knows_or_that_tells_of_nobody_is_described_as_it_was() -> None:
    rules = Rules(11, {PERSONS.id: PERSONS}, {}, {BEFORE: 5})
    shown = {CellKey(PERSONS.id, BEFORE, s): Reading(None, "s", "p. 3") for s in "AB"}
    book = describe(shown, (), {Spot("personnes", BEFORE, "B", ""): 3}, rules)
    book.cells[f"personnes|{BEFORE}|B|"]["sensitive"] = False
    told = {cell["dims"]["structure"]: cell.get("sensitive") for cell in document([book])["cells"]}
    assert told == {"A": None, "B": False}


def test_the_room_of_a_count_is_that_of_its_year() -> None:
    """Three persons may be seven, not thirteen: enough under five, too few under eleven."""
    told = description(11, {})
    for cell in told["cells"]:
        cell |= {"true": 3, "high": 9}
    names = [f"personnes annee={year} structure=A" for year in (BEFORE, YEAR)]
    judged = [Interval("public", name, 0, 0, ({name: 3}, {name: 3})) for name in names]
    for thresholds, short in (({str(BEFORE): 5}, names[1:]), ({}, names)):
        assert without_room(expand(told), judged, 11, thresholds=thresholds) == short


def rate(text: str, thresholds: Mapping[int, int]) -> tuple[int, int | None]:
    rules = Rules(11, {PART.id: PART}, {}, thresholds)
    shown = {CellKey(PART.id, BEFORE, "A"): Reading(None, text, "p. 3")}
    truth = {Spot("connus", BEFORE, "A", ""): 9 if text == "n.s." else 30}
    bottom = describe(shown, (), truth, rules).cells[f"connus|{BEFORE}|A|"]
    return bottom["low"], bottom.get("high")


def test_the_signs_of_rates_say_what_they_did_in_their_year() -> None:
    assert (rate("n.s.", {}), rate("s", {})) == ((1, 21), (22, None))
    assert (rate("n.s.", {BEFORE: 5}), rate("s", {BEFORE: 5})) == ((1, 9), (10, None))


def test_a_value_is_of_as_many_persons_as_the_threshold_of_its_year() -> None:
    head = indicator("insertion/mediane", unit="mois", aggregation="mediane", behind="personnes")
    rules = Rules(11, {head.id: head, PERSONS.id: PERSONS}, {}, {BEFORE: 5})
    shown = {CellKey(head.id, BEFORE, "A"): Reading(Decimal(9), "", "p. 3")}
    told = describe(shown, (), {Spot("personnes", BEFORE, "A", ""): 7}, rules)
    assert told.cells[f"personnes|{BEFORE}|A|"]["low"] == 5


def out_under(threshold: int) -> Case:
    """3 + 9 + 11 persons, whose edition is published: 9 and 11 are small under twelve."""
    texts = {"": "23", "a": "s", "b": "s", "c": "11"}
    figures = {
        CellKey(PERSONS.id, YEAR, s): Printed(State.HIDDEN if t == "s" else State.VALUE, t)
        for s, t in texts.items()
    }
    return case(
        threshold=12,
        aggregates=gathered([PERSONS], counts(PERSONS, TRUE)),
        publications=(Publication(YEAR, figures, {}, {}, {"seuil": threshold}, "essai"),),
    )


def test_the_judge_reads_a_year_that_is_out_by_its_own_threshold() -> None:
    shown = {"": "23", "a": "s", "b": "s", "c": "11"}
    judged = judge(out_under(5), html(shown), files(shown))
    told = json.loads(judged.private["publication.json"])
    assert {cell["true"]: cell["sensitive"] for cell in told["cells"]} == {
        23: False, 3: True, 9: False, 11: False,
    }  # fmt: skip
    with pytest.raises(ConfidentialityError, match=f"{NAMES['c']} \\(imprimé\\)"):
        judge(case(threshold=12), html(shown), files(shown))


def test_the_note_tells_which_years_keep_their_threshold() -> None:
    given = source()
    one = "L’année 2024, déjà publiée sous un seuil de 5 personnes, le garde : "
    two = "Les années 2023 à 2024, déjà publiées sous un seuil de 5 personnes, le gardent : "
    rate = "le taux d’une structure y est « n.s. » sous 10."
    for years, words in (
        ({2024: 5}, one + rate),
        ({2023: 5, 2024: 5}, two + rate),
        ({2024: 11}, ""),
    ):
        figures = replace(given.figures, threshold=11, thresholds=years, years=(2023, 2024, 2025))
        policy = " ".join(compose_secrecy(plan(), replace(given, figures=figures)).policy)
        assert ("sous un seuil de" in policy) is bool(words)
        assert words in policy


@pytest.mark.parametrize(
    ("origin", "text", "is_true"),
    [
        (f"reglage/seuil de {BEFORE}", "5", True),
        (f"reglage/seuil de {BEFORE}", "6", False),
        (f"reglage/effectif significatif de {BEFORE}", "10", True),
        (f"reglage/effectif significatif de {BEFORE}", "22", False),
        ("reglage/seuil", "11", True),
    ],
)
def test_the_thresholds_that_are_told_are_those_in_force(
    origin: str, text: str, *, is_true: bool
) -> None:
    told = [Seen((origin,), text, "ici")]
    if is_true:
        check_origins(told, gathered([PERSONS], []), 11, {BEFORE: 5})
    else:
        with pytest.raises(ConfidentialityError):
            check_origins(told, gathered([PERSONS], []), 11, {BEFORE: 5})
