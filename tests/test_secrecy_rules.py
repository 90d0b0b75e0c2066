"""Each rule of what to hide, alone, on the smallest table that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from pipeline.secrecy.audit import audit
from pipeline.secrecy.cells import (
    PUBLIC,
    Cell,
    Key,
    Link,
    NoSafePatternError,
    Policy,
    Problem,
    Ratio,
    Reader,
    Status,
    Subset,
    key,
    total,
)
from pipeline.secrecy.publication import describe
from pipeline.secrecy.rules import UNIFORM, completed, floor_of, needs
from pipeline.secrecy.suppress import suppress
from pipeline.secrecy.system import own_totals

A, B, C, WHOLE = key("n", c="a"), key("n", c="b"), key("n", c="d"), key("n")


def line(*cells: Cell) -> Problem:
    """Cells that add up to the last one."""
    whole = cells[-1].key
    told = total(whole, tuple(cell.key for cell in cells[:-1]))
    return Problem({cell.key: cell for cell in cells}, (told,))


# --- how low a reader may go ----------------------------------------------------------------


def test_a_low_that_everybody_knows_leaves_no_room_below() -> None:
    # 3 + 9 + 40 = 52: b cannot fall, so the dear c is hidden
    cells = (Cell(A, 3), Cell(B, 9, low=9), Cell(C, 40, 50.0), Cell(WHOLE, 52, status=Status.SHOWN))
    assert suppress(line(*cells), Policy()).hidden == {A, C}


def test_what_is_never_printed_may_be_zero() -> None:
    cells = (
        Cell(A, 4),
        Cell(B, 4, status=Status.UNPRINTED, sensitive=False),
        Cell(WHOLE, 8, status=Status.SHOWN),
    )
    assert suppress(line(*cells), Policy()).hidden == {A}


def test_an_amount_may_be_zero() -> None:
    # two contributors: 10 € must be able to reach 12 €, so the 2 € must be able to reach nothing
    cells = (
        Cell(A, 10, is_real=True, contributors=(5, 5)),
        Cell(B, 2, is_real=True),
        Cell(WHOLE, 12, is_real=True, status=Status.SHOWN),
    )
    assert suppress(line(*cells), Policy()).hidden == {A, B}


def test_a_zero_that_stays_hidden_is_described_as_possible() -> None:
    problem = Problem({A: Cell(A, 0, status=Status.HIDDEN), B: Cell(B, 7, status=Status.HIDDEN)})
    zero, seven = problem.cells[A], problem.cells[B]
    assert (floor_of(zero, problem, Policy()), floor_of(seven, problem, Policy())) == (0, 1)
    assert floor_of(seven, problem, Policy(zeros_printed=False)) == 0


def test_where_none_is_a_fact_to_hide_a_hidden_count_may_be_zero() -> None:
    top, bottom = key("oui"), key("connus")
    cells = {top: Cell(top, 20), bottom: Cell(bottom, 40)}
    told = Problem(cells, ratios=(Ratio(top, bottom, uniform_tells=True),))
    plain = Problem(cells, ratios=(Ratio(top, bottom),))
    assert floor_of(cells[top], told, Policy()) == 0
    assert floor_of(cells[top], plain, Policy()) == 1


# --- what is hidden for itself --------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "room"),
    [
        (Cell(A, 3), (1, 4)),
        (Cell(A, 1), (0, 4)),
        (Cell(A, 101, is_real=True, contributors=(91, 6, 4)), (16, 16)),
        (Cell(A, -101, is_real=True, contributors=(-91, -6, -4)), (16, 16)),
        (Cell(A, 3, is_real=True), None),
        (Cell(A, 100, is_real=True, contributors=(99, 1), sensitive=False), None),
        (Cell(A, 3, sensitive=False), None),
        (Cell(A, 3, room=(2, 1)), (2, 1)),
        (Cell(A, 3, room=(2, 1), is_real=True), None),
        (Cell(A, 5, room=(2, 1)), None),
    ],
)
def test_the_room_that_each_rule_asks_for(cell: Cell, room: tuple[int, int] | None) -> None:
    found = needs(Problem({A: cell}), Policy())
    assert [(need.down, need.up) for need in found.values()] == ([room] if room else [])


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (Cell(A, 7, threshold=11), {"sensitive": True}),
        (Cell(A, 3, threshold=3), {"sensitive": False}),
        (Cell(A, 7, threshold=11, sensitive=False), {"sensitive": False}),
        (Cell(A, 7, threshold=11, is_real=True), {}),
        (Cell(A, 3), {}),
    ],
)
def test_a_count_of_another_threshold_is_described_as_small_or_not(
    cell: Cell, told: Mapping[str, bool]
) -> None:
    problem = Problem({A: cell})
    (one,) = describe(problem, suppress(problem, Policy()), Policy())["cells"]
    assert {name: one[name] for name in ("sensitive",) if name in one} == told


def test_the_room_below_is_a_wish_only_where_zeros_are_printed() -> None:
    problem = Problem({A: Cell(A, 3)})
    assert needs(problem, Policy())[A].is_wish
    assert not needs(problem, Policy(zeros_printed=False))[A].is_wish


def uniform(top: int, bottom: int, *, sensitive: bool = True) -> Problem:
    above, below = key("oui"), key("connus")
    cells = {above: Cell(above, top, sensitive=sensitive), below: Cell(below, bottom)}
    return Problem(cells, ratios=(Ratio(above, below, uniform_tells=True),))


def test_a_uniform_group_keeps_room_on_the_side_that_is_left() -> None:
    policy = Policy()
    none, all_, some = (needs(uniform(n, 12), policy).get(key("oui")) for n in (0, 12, 6))
    assert none is not None
    assert all_ is not None
    assert (none.reason, none.down, none.up) == (UNIFORM, 0, 4)
    assert (all_.reason, all_.down, all_.up) == (UNIFORM, 4, 0)
    assert some is None
    assert needs(uniform(2, 2), policy)[key("oui")].up == 4, "few as well: the stricter rule"
    assert key("oui") not in needs(uniform(0, 0), policy), "nobody at all"
    assert key("oui") not in needs(uniform(0, 12, sensitive=False), policy)


# --- shares and subsets ---------------------------------------------------------------------


def test_the_people_left_by_a_share_may_have_a_cell_of_their_own() -> None:
    yes, no, known = key("oui"), key("non"), key("connus")
    cells = {yes: Cell(yes, 37), no: Cell(no, 3), known: Cell(known, 40, 90.0)}
    ratio = Ratio(yes, known, rest=no)
    problem = Problem(cells, (total(known, (yes, no)),), (ratio,))
    pattern = suppress(problem, Policy())
    assert set(pattern.primary) == {no}
    assert pattern.complementary == {yes}
    assert pattern.withheld == {ratio}
    assert set(completed(problem).cells) == set(cells)


def test_a_mean_leaves_nobody_out() -> None:
    hours, people = key("heures"), key("personnes")
    cells = {hours: Cell(hours, 400, is_real=True), people: Cell(people, 40)}
    problem = Problem(cells, ratios=(Ratio(hours, people, is_share=False),))
    assert completed(problem).links == ()
    assert not suppress(problem, Policy()).withheld


def test_the_part_and_the_whole_are_compared_at_the_same_place_only() -> None:
    here, there = key("femmes", s="A"), key("salariés", s="B")
    problem = Problem(
        {here: Cell(here, 4), there: Cell(there, 5)}, subsets=(Subset("femmes", "salariés"),)
    )
    assert completed(problem).links == ()
    whole = key("salariés", s="A")
    both = Problem({**problem.cells, whole: Cell(whole, 9)}, subsets=problem.subsets)
    assert [link.terms for link in completed(both).links] == [((here, 1), (whole, -1))]


# --- how far each reader must be left in doubt ----------------------------------------------


def test_all_of_a_group_are_never_told_even_when_nothing_else_may_rise() -> None:
    # 12 of 12: fewer would leave 4 others, and nobody else is left to hide them among
    cells = {
        key("oui"): Cell(key("oui"), 12),
        key("connus"): Cell(key("connus"), 12),
        B: Cell(B, 9, high=9),
        WHOLE: Cell(WHOLE, 21, status=Status.SHOWN),
    }
    ratio = Ratio(key("oui"), key("connus"), uniform_tells=True)
    with pytest.raises(NoSafePatternError):
        suppress(Problem(cells, (total(WHOLE, (key("oui"), B)),), (ratio,)), Policy())


def test_the_public_may_not_tell_an_amount_within_all_its_room() -> None:
    # 15 % of 101 is 16: the 3 alone cannot make up for it
    cells = (
        Cell(A, 101, is_real=True, contributors=(91, 6, 4)),
        Cell(B, 3, is_real=True),
        Cell(C, 50, 9.0, is_real=True),
        Cell(WHOLE, 154, is_real=True, status=Status.SHOWN),
    )
    assert suppress(line(*cells), Policy()).hidden == {A, C}


@pytest.mark.parametrize(("at_risk", "is_real"), [(3, False), (30, True)])
def test_a_partner_is_left_less_doubt_on_amounts_but_not_on_counts(
    at_risk: int, *, is_real: bool
) -> None:
    # the partner knows its 20. 3 persons must be able to be 7, and the 3 of b are too few for
    # that: the dear 50 goes. An amount of 30 it need not tell within 3, which b allows.
    own = key("n", s="Z")
    cells = (
        Cell(A, at_risk, is_real=is_real, contributors=(30,) if is_real else ()),
        Cell(B, 3, low=0, sensitive=False, is_real=is_real),
        Cell(C, 50, 9.0, is_real=is_real),
        Cell(own, 20, is_real=is_real),
        Cell(WHOLE, at_risk + 73, status=Status.SHOWN, is_real=is_real),
    )
    policy = Policy(readers=(PUBLIC, Reader("Z", (("s", "Z"),))))
    assert suppress(line(*cells), policy).hidden == ({A, B, own} if is_real else {A, C})


def test_a_partner_reads_inequalities_too() -> None:
    cells = {A: Cell(A, 3), key("n", s="Z"): Cell(key("n", s="Z"), 20)}
    problem = Problem(cells, (Link(((A, 1), (key("n", s="Z"), -1)), "<="),))
    policy = Policy(readers=(PUBLIC, Reader("Z", (("s", "Z"),))))
    assert suppress(problem, policy).hidden == {A}


# --- inequalities, released cells, own people -----------------------------------------------


@pytest.mark.parametrize(("op", "is_hidden"), [(">=", False), ("<=", True)])
def test_a_bound_holds_on_its_own_side_only(op: str, *, is_hidden: bool) -> None:
    # a may rise freely when it is at least b, not when it is at most b
    cells = {A: Cell(A, 1), B: Cell(B, 1, sensitive=False)}
    problem = Problem(cells, (Link(((A, 1), (B, -1)), op),))
    assert (B in suppress(problem, Policy()).hidden) is is_hidden


def test_dear_cells_go_last_and_the_nearest_first() -> None:
    far, top = key("n", s="loin"), key("n", s="tout")
    cells = {
        A: Cell(A, 3),
        B: Cell(B, 0),
        WHOLE: Cell(WHOLE, 3, 20, dear=True, sensitive=False),
        far: Cell(far, 30, 40, dear=True),
        top: Cell(top, 33, 20, dear=True),
    }
    links = (total(WHOLE, (A, B)), total(top, (WHOLE, far)))
    assert suppress(Problem(cells, links), Policy()).hidden == {A, WHOLE, top}
    alone = Problem({n: cells[n] for n in (A, B, WHOLE)}, links[:1])
    assert suppress(alone, Policy()).hidden == {A, WHOLE}
    assert suppress(Problem({A: cells[A], far: cells[far]}), Policy()).hidden == {A}


def test_a_dear_zero_is_printed_all_the_same() -> None:
    cells = (
        Cell(A, 3),
        Cell(B, 9, low=9, high=9),
        Cell(C, 0, dear=True),
        Cell(WHOLE, 12, dear=True),
    )
    assert suppress(line(*cells), Policy()).hidden == {A, WHOLE}


def test_a_reader_knows_a_total_when_all_its_people_are_theirs() -> None:
    def at(value: int, structure: str = "", **dims: str) -> Cell:
        return Cell(key("n", s=structure, **dims), value)

    cells = [at(3, "A"), at(0, "B"), at(3), at(2, "A", c="x"), at(5, c="x"), at(3, "B", c="x")]
    links = (
        total(cells[2].key, (cells[0].key, cells[1].key)),
        total(cells[4].key, (cells[3].key, cells[5].key)),
        Link(((cells[0].key, 1), (cells[2].key, -1)), "<="),
        Link(((cells[0].key, 1), (key("n", s="B", c="x"), -1))),  # not a total: same people, no
    )
    problem = Problem({cell.key: cell for cell in cells}, links)
    assert own_totals(problem, Reader("A", (("s", "A"),))) == {key("n")}
    assert own_totals(problem, PUBLIC) == frozenset()
    assert own_totals(problem, Reader("B", (("s", "B"),))) == frozenset()


def test_a_total_is_only_known_to_whoever_makes_it_up() -> None:
    # the 3 of A are of the pole's people, who may be more; then they are added to the pole's
    a, pole, both = key("n", s="A"), key("n"), key("m")
    cells = {a: Cell(a, 3), pole: Cell(pole, 3), both: Cell(both, 6)}
    reader = Reader("A", (("s", "A"),))
    for link in (Link(((a, 1), (pole, -1)), "<="), total(both, (a, pole))):
        assert own_totals(Problem(cells, (link,)), reader) == frozenset()


# --- what a member knows by its own people ----------------------------------------------------

ALPHA = Reader("Alpha", (("s", "A"),))


def of_two(own: int, **of_both: Any) -> Problem:
    """`own` people at A and 5 at B, of whom one is counted twice: of those A has them all."""
    a, b, both = key("n", s="A"), key("n", s="B"), key("deux")
    apart: dict[str, Any] = {"status": Status.UNPRINTED, "sensitive": False}
    cells = (Cell(a, own, **apart), Cell(b, 5, **apart), Cell(WHOLE, own + 4, sensitive=False))
    twice = Cell(both, 1, status=Status.UNPRINTED, **of_both)
    within = (Link(((one, 1), (WHOLE, -1)), "<=") for one in (a, b))
    ties = (Link(((a, 1), (b, 1), (WHOLE, -1), (both, -1))), *within)
    return Problem({cell.key: cell for cell in (*cells, twice)}, ties)


@pytest.mark.parametrize(
    ("own", "of_both", "low", "high"), [(9, {}, 0, 9), (3, {}, 0, 3), (4, {"low": 1}, 1, 4)]
)
def test_a_member_may_be_held_by_its_own_people_three_values_apart(
    own: int, of_both: dict[str, int], low: int, high: int
) -> None:
    """Of its 3, at most 3 are elsewhere too, whatever is published: never the 5 of everybody."""
    problem, policy = of_two(own, **of_both), Policy(readers=(PUBLIC, ALPHA))
    pattern = suppress(problem, policy)
    told = audit(describe(problem, pattern, policy), exact=True)
    assert {
        (one.low, one.high)
        for one in told.intervals
        if one.reader == "Alpha" and one.cell == "deux"
    } == {(low, high)}
    assert not told.findings


@pytest.mark.parametrize(
    ("own", "of_both", "at_least"), [(2, {}, 0), (3, {"low": 1}, 0), (3, {}, 1)]
)
def test_a_member_held_closer_than_that_stops_the_edition(
    own: int, of_both: dict[str, int], at_least: int
) -> None:
    problem = of_two(own, **of_both)
    sign = Link(((key("deux"), 1),), ">=", at_least)
    with pytest.raises(NoSafePatternError) as caught:
        suppress(replace(problem, links=(*problem.links, sign)), Policy(readers=(PUBLIC, ALPHA)))
    assert caught.value.cells == (key("deux"),)


def test_the_public_is_held_by_nobodys_own_people() -> None:
    """Of 3 at most at A, the public believes what is printed: the promise stands, or nothing."""
    problem = of_two(3)
    own = problem.cells[key("n", s="A")]
    held = {**problem.cells, own.key: replace(own, low=3, high=3)}
    problem = replace(problem, cells=held)
    for readers in ((PUBLIC,), (PUBLIC, ALPHA)):
        with pytest.raises(NoSafePatternError):
            suppress(problem, Policy(readers=readers))


def test_what_one_member_is_left_is_not_all_that_others_are() -> None:
    """Were the 3 of A printed, everybody would know that 3 at most are counted twice."""
    problem, a = of_two(3), key("n", s="A")
    printable = {**problem.cells, a: Cell(a, 3, sensitive=False)}
    pattern = suppress(replace(problem, cells=printable), Policy(readers=(PUBLIC, ALPHA)))
    assert a in pattern.hidden


# --- what is already out --------------------------------------------------------------------


def test_what_was_already_hidden_costs_nothing_and_helps() -> None:
    cells = (
        Cell(A, 3),
        Cell(B, 9, 1.0),
        Cell(C, 9, 9.0, status=Status.HIDDEN),
        Cell(WHOLE, 21, status=Status.SHOWN),
    )
    pattern = suppress(line(*cells), Policy())
    assert not pattern.complementary
    assert pattern.kept == {C}
    assert pattern.cost == 0


def test_without_any_way_out_the_figures_already_out_are_named() -> None:
    cells = (Cell(A, 3), Cell(B, 9, status=Status.SHOWN), Cell(WHOLE, 12, status=Status.SHOWN))
    with pytest.raises(NoSafePatternError) as caught:
        suppress(line(*cells), Policy())
    (way,) = caught.value.remedies
    assert (way.action, set(way.cells)) == ("retirer", {B, WHOLE})


def test_the_cheapest_merge_takes_the_smallest_sisters_until_enough() -> None:
    # 2 and 1 and 1 are still too few; with the next one they are 8
    names = [key("n", c=c) for c in "abefz"]
    values = (2, 1, 1, 4, 30)
    cells = {n: Cell(n, v, high=v) for n, v in zip(names, values, strict=True)}
    cells[WHOLE] = Cell(WHOLE, 38, status=Status.SHOWN)
    problem = Problem(cells, (total(WHOLE, tuple(names)),))
    with pytest.raises(NoSafePatternError) as caught:
        suppress(problem, Policy())
    ways: dict[Key, tuple[Key, ...]] = {}
    for remedy in caught.value.remedies:
        assert remedy.action == "regrouper"
        ways |= dict.fromkeys(remedy.cells, remedy.cells)
    assert ways[names[0]] == tuple(names[:4])


def test_a_document_tells_what_is_masked_and_what_is_not_printed() -> None:
    cells = {
        A: Cell(A, 3, high=9),
        B: Cell(B, 30, sensitive=False),
        C: Cell(C, 12, is_real=True, status=Status.HIDDEN),
        WHOLE: Cell(WHOLE, 45, status=Status.UNPRINTED),
        key("n", "2025"): Cell(key("n", "2025"), 50),
    }
    problem, policy = Problem(cells), Policy(readers=(PUBLIC, Reader("A", (("s", "A"),))))
    document = describe(problem, suppress(problem, policy), policy)
    told = {
        c["id"]: {k: v for k, v in c.items() if k not in ("id", "measure")}
        for c in document["cells"]
    }
    assert list(told.values()) == [
        {"dims": {"c": "a"}, "published": "s", "true": 3, "low": 1, "high": 9},
        {"dims": {"c": "b"}, "published": 30, "true": 30, "sensitive": False},
        {"dims": {"c": "d"}, "published": "s", "true": 12, "kind": "real", "low": 0},
        {"dims": {}, "published": "hidden", "true": 45},
        {"dims": {"version": "2025"}, "published": 50, "true": 50},
    ]
    assert document["insiders"] == [{"name": "A", "dims": {"s": "A"}}]
    rules = {name: document[name] for name in ("threshold", "width", "zero_shown")}
    assert rules == {"threshold": 5, "width": 3, "zero_shown": True}
    assert document["suppressed_min"] == 0


def test_a_document_tells_the_links_and_only_the_shares_that_are_printed() -> None:
    yes, known = key("oui"), key("connus")
    cells = {yes: Cell(yes, 15), known: Cell(known, 45), A: Cell(A, 3)}
    link = Link(((yes, 1), (A, 1), (known, -1)), "<=", 4, "quatre de plus au plus")
    means = Ratio(yes, known, decimals=1, is_share=False), Ratio(A, known, is_share=False)
    problem = Problem(cells, (link,), means)
    document = describe(problem, suppress(problem, Policy()), Policy())
    terms = [["c0", 1], ["c2", 1], ["c1", -1]]
    assert document["relations"] == [{"terms": terms, "op": "<=", "rhs": 4, "why": link.why}]
    shown = {"num": "c0", "den": "c1", "published": 33.3, "decimals": 1, "scale": 100}
    assert document["ratios"] == [shown], "of 3 nothing is printed"
