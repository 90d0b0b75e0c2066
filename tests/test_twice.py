"""Whoever is counted twice in a part is so in its whole: a reader of the trade knows it.

Real leak, mended: of 16 exits without a job at the workshops, 10 and 5 printed left the 1 of the
third workshop, hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.model import Aggregate, Aggregates, CellKey, Indicator, State
from pipeline.protect import choose, policy_of, protect
from pipeline.protecting.linking import problem_of
from pipeline.protecting.persons import TWICE, Count
from pipeline.protecting.twice import parts_and_wholes
from pipeline.published.book import Rules
from pipeline.published.describe import describe
from pipeline.published.links import Known, Spot, known_links
from pipeline.published.seen import Reading
from pipeline.published.truth import known_answers, true_counts
from pipeline.secrecy.cells import Key, Link, Problem, key
from tests.builders import YEAR, counts, gathered, indicator, share

ALL, PART = indicator(), share(code="INS-02")
Numbers = Mapping[str, tuple[int, int]]


def edition(table: Numbers, *, unknown: int = 0, category: str = "") -> Aggregates:
    """Structure → (those of the part, all whose answer is known), and how many answers lack."""
    cells = [
        Aggregate(
            CellKey(PART.id, YEAR, s, category),
            numerator=Decimal(top), denominator=Decimal(bottom), unknown=unknown,
        )
        for s, (top, bottom) in table.items()
    ]  # fmt: skip
    return gathered([PART], cells)


def at(measure: str, category: str = "") -> Key:
    return key(f"{TWICE}{measure}", annee=YEAR, modalite=category)


def among(problem: Problem) -> set[tuple[Key, Key]]:
    """Which of those counted twice are some of which others."""
    return {
        (link.terms[0][0], link.terms[1][0])
        for link in problem.links
        if link.why == "comptées deux fois"
    }


def known(aggregates: Aggregates) -> set[tuple[str, str]]:
    truth = true_counts(aggregates)
    found: list[Known] = known_links(truth, aggregates.indicators)
    found += known_answers(aggregates, truth)
    return {
        (one.terms[0][0].measure.removeprefix(TWICE), one.terms[1][0].measure.removeprefix(TWICE))
        for one in found
        if one.why == "comptées deux fois"
    }


TWO = {"": (18, 34), "A": (12, 20), "B": (8, 17)}  # two of the part, three of all


@pytest.mark.parametrize(
    ("of_pole", "is_known"), [((18, 34), True), ((18, 35), True), ((17, 35), False)]
)
def test_those_of_a_share_are_some_of_all_its_persons_where_it_is_true(
    of_pole: tuple[int, int], *, is_known: bool
) -> None:
    given = edition(TWO | {"": of_pole})
    assert among(problem_of(given)) == ({(at("oui"), at("connus"))} if is_known else set())
    assert known(given) == ({("oui", "connus")} if is_known else set())


def test_those_of_a_category_are_some_of_all() -> None:
    cells = [*edition(TWO).cells.values(), *edition(TWO, category="x").cells.values()]
    told = among(problem_of(gathered([PART], cells)))
    assert (at("oui", "x"), at("oui")) in told
    spots = {
        (a.category, b.category)
        for one in known_links(true_counts(gathered([PART], cells)), {PART.id: PART})
        if one.why == "comptées deux fois"
        for a, b in [(one.terms[0][0], one.terms[1][0])]
    }
    assert ("x", "") in spots


def test_those_who_answered_are_some_of_all() -> None:
    """One answer lacks everywhere: each count is one more than those who answered."""
    answers = edition(TWO, unknown=1)
    everybody = counts(ALL, {(s, ""): bottom + 1 for s, (_, bottom) in TWO.items()})
    both = gathered([ALL, PART], [*answers.cells.values(), *everybody])
    assert (at("connus"), at("personnes")) in among(problem_of(both))
    assert ("connus", "personnes") in known(both)


def test_answers_that_lack_make_no_part_and_no_whole() -> None:
    """Those without an answer at a structure are some of the pole's: four counts, no pair."""
    one, every = Count("connus", YEAR, "", ""), Count("personnes", YEAR, "", "")
    within = Link(((one.key, 1), (every.key, -1)), "<=")
    lacking = Link(((every.key, 1), (one.key, -1), (at("a"), -1), (at("b"), 1)), "<=")
    values = {one: 3, every: 4}
    assert list(parts_and_wholes(values, {}, [within])) == [(one, every)]
    assert not list(parts_and_wholes(values, {}, [lacking]))


def test_where_nobody_who_answered_is_counted_twice_nothing_is_said_of_them() -> None:
    answers = edition({"": (20, 37), "A": (12, 20), "B": (8, 17)}, unknown=1)
    everybody = counts(ALL, {("", ""): 38, ("A", ""): 21, ("B", ""): 18})
    both = gathered([ALL, PART], [*answers.cells.values(), *everybody])
    assert not known(both)
    assert not among(problem_of(both))


@pytest.mark.parametrize(
    ("whole", "room"),
    [
        (3, None),  # a small count itself: hidden, it may be more
        (5, (0, 3)),
        (6, (0, 4)),
        (12, (0, 4)),
    ],
)
def test_what_is_left_around_those_counted_twice_in_a_part(
    whole: int, room: tuple[int, int] | None
) -> None:
    """Two in the part; of all, so many: it cannot be more than they are."""
    table = {"": (18, 37 - whole), "A": (12, 20), "B": (8, 17)}
    assert problem_of(edition(table)).cells[at("oui")].room == room


def test_of_a_whole_that_bounds_them_they_are_left_room_below() -> None:
    table = {"": (16, 32), "A": (12, 20), "B": (8, 17)}  # four of five
    assert problem_of(edition(table)).cells[at("oui")].room == (2, 1)
    assert choose(edition(table), policy_of(5), None) is not None


def test_two_wholes_leave_the_room_of_the_smaller() -> None:
    category = edition({"": (18, 28), "A": (12, 20), "B": (8, 17)}, category="x")
    total = edition({"": (15, 28), "A": (12, 20), "B": (8, 17)})
    both = gathered([PART], [*category.cells.values(), *total.cells.values()])
    assert problem_of(both).cells[at("oui", "x")].room == (0, 3), "2 of 5, though of 9 too"


# --- shares of those who did not answer ---------------------------------------------------------

SILENT = share(
    "qualite/part_non_renseigne", sensitivity=0, behind="personnes", code="QUA-03",
    numerator="muets", denominator="observes", categories={"sexe": "Sexe"},
)  # fmt: skip


@pytest.mark.parametrize(("pole", "state"), [(4, State.HIDDEN), (24, State.VALUE)])
def test_a_share_of_all_is_silent_where_their_number_is(pole: int, state: State) -> None:
    """Two said nothing: 50 % of 4, or 8 % of 24; with the other shares, one number alone fits."""
    where = CellKey(SILENT.id, YEAR, "", "sexe")
    silent = Aggregate(where, numerator=Decimal(2), denominator=Decimal(pole))
    known = gathered([ALL, SILENT], [*counts(ALL, {("", ""): pole}), silent])
    figures = protect(known)
    assert {figures.get(ALL.id, YEAR).state, figures.cells[where].state} == {state}


def test_a_share_of_those_whom_nobody_counts_tells_nothing() -> None:
    shown = {CellKey(SILENT.id, YEAR, "", "sexe"): Reading(Decimal("16.7"), "", "p. 3")}
    assert not describe(shown, (), {}, Rules(5, {SILENT.id: SILENT}, {})).cells


def test_the_audit_takes_it_to_tell_them_all() -> None:
    rules = Rules(5, {ALL.id: ALL, SILENT.id: SILENT}, {})
    truth = {Spot("personnes", YEAR, "", ""): 24}
    for value, low in ((Decimal("16.7"), 24), (None, None)):
        shown = {CellKey(SILENT.id, YEAR, "", "sexe"): Reading(value, "" if value else "s", "p. 3")}
        cell = describe(shown, (), truth, rules).cells.get(f"personnes|{YEAR}||", {})
        assert (cell.get("low"), cell.get("high")) == (low, low)


# --- a structure with nobody --------------------------------------------------------------------

EMPTY = {"": (20, 37), "A": (12, 20), "B": (9, 18), "C": (0, 0)}


def test_of_nobody_nobody_is_one() -> None:
    """C has nobody: else it might have some of the 20, and the one counted twice be five."""
    problem = problem_of(edition(EMPTY))
    top, bottom = (key(m, annee=YEAR, structure="C") for m in ("oui", "connus"))
    assert {top, bottom} in [{name for name, _ in one.terms} for one in problem.links]
    assert problem.cells[bottom].high == 0
    assert problem_of(edition(EMPTY, unknown=2)).cells[bottom].high == 9, "n.s.: two said nothing"


def test_a_part_is_at_most_its_whole_also_where_no_share_is_told() -> None:
    given = edition(EMPTY)
    told = replace(given, told={CellKey(PART.id, YEAR, "A").table: frozenset()})
    links = {(one.terms[0][0], one.terms[1][0]) for one in problem_of(told).links if one.op == "<="}
    assert {
        (key("oui", annee=YEAR, structure=s), key("connus", annee=YEAR, structure=s)) for s in "ABC"
    } <= links


@pytest.mark.parametrize(("sign", "ends"), [("–", (0, 0)), ("n.s.", (0, 9))])
def test_the_audit_knows_that_some_of_nobody_are_nobody(sign: str, ends: tuple[int, int]) -> None:
    """Beside it, A's share says so by the others that it leaves: no link is written twice."""
    rules, truth = Rules(5, {PART.id: PART}, {}), true_counts(edition(EMPTY))
    where = {s: CellKey(PART.id, YEAR, s) for s in "AC"}
    shown = {where["C"]: Reading(None, sign, "p. 3"), where["A"]: Reading(Decimal(60), "", "p. 3")}
    book = describe(shown, (), truth, rules)
    cell = book.cells[f"connus|{YEAR}|C|"]
    assert (cell.get("low", 0), cell["high"]) == ends
    parts = [one["terms"][0][0] for one in book.relations if one["why"] == "part d'un tout"]
    assert (f"oui|{YEAR}|C|" in parts) is (sign == "–")
    assert f"oui|{YEAR}|A|" not in parts


def test_a_part_that_is_more_than_its_whole_is_no_link() -> None:
    """A mean has no part: 45 visits of 30 persons."""
    head = share(unit="nb", code="INS-02")
    cells = [Aggregate(CellKey(head.id, YEAR, "A"), numerator=Decimal(45), denominator=Decimal(30))]
    given = gathered([head], cells)
    assert not problem_of(replace(given, told={cells[0].key.table: frozenset()})).links
    shown = {cells[0].key: Reading(None, "–", "p. 3")}
    assert not describe(shown, (), true_counts(given), Rules(5, {head.id: head}, {})).relations


def parts_of(head: Indicator, truth: Mapping[Spot, int], *told: str) -> int:
    """How many parts are tied to their wholes, when these counts of A are told."""
    heads = {head.id: head, **{one.id: one for one in map(named, told)}}
    shown = {
        CellKey(one.id, YEAR, "A"): Reading(Decimal(9), "", "p. 3") for one in map(named, told)
    }
    book = describe(shown, (), truth, Rules(5, heads, {}))
    return sum(one["why"] == "part d'un tout" for one in book.relations)


def named(measure: str) -> Indicator:
    return indicator(f"insertion/{measure}")


def test_a_part_is_tied_where_one_of_the_two_is_told_and_nowhere_else() -> None:
    top, bottom = (Spot(measure, YEAR, "A", "") for measure in ("oui", "connus"))
    both = {top: 9, bottom: 20}
    assert [parts_of(PART, both, one) for one in ("oui", "connus")] == [1, 1]
    assert not parts_of(PART, both)
    assert not parts_of(PART, {top: 9}, "oui"), "nobody counts its whole"
    mean = share(unit="nb", code="INS-02")
    assert not parts_of(mean, both, "oui"), "visits are no part of persons"


def test_a_sign_that_another_count_denies_says_nothing() -> None:
    shown = {CellKey(PART.id, YEAR, "A"): Reading(None, "–", "p. 3")}
    truth = {Spot("connus", YEAR, "A", ""): 4, Spot("oui", YEAR, "A", ""): 1}
    assert not describe(shown, (), truth, Rules(5, {PART.id: PART}, {})).cells
