"""What is hidden is enough, is little, and names a way out when nothing is enough."""

from __future__ import annotations

import random
from itertools import product

import pulp  # type: ignore[import-untyped]
import pytest

from pipeline.secrecy.audit import audit
from pipeline.secrecy.cells import (
    PUBLIC,
    Cell,
    Key,
    Link,
    NoSafePatternError,
    Pattern,
    Policy,
    Problem,
    Ratio,
    Reader,
    Status,
    Subset,
    key,
    total,
)
from pipeline.secrecy.facts import label
from pipeline.secrecy.publication import describe
from pipeline.secrecy.rules import DOMINANT, FEW, SMALL, UNIFORM
from pipeline.secrecy.suppress import suppress
from pipeline.secrecy.synthetic import Size, history
from tests.enumeration import solutions

PROOF = 5_000
LITERATURE = [[20, 50, 10], [8, 19, 22], [17, 32, 12]]  # activity × region, cell (1, 0) at risk


def at(row: int | str = "", column: int | str = "") -> Key:
    return key("n", l=row, c=column)


def table(rows: list[list[int]], vintage: str = "", **changes: object) -> Problem:
    """A two-way table with its margins; a cell costs its value, a margin 100 more."""
    lines, columns = range(len(rows)), range(len(rows[0]))
    cells: dict[Key, Cell] = {}
    for row, column in product(("", *lines), ("", *columns)):
        own = [rows[i] for i in lines if row in ("", i)]
        value = sum(line[j] for line in own for j in columns if column in ("", j))
        name = at(row, column)._replace(vintage=vintage)
        weight = 1.0 + value + 100 * (row == "") + 100 * (column == "")
        cells[name] = Cell(name, value, weight, **changes)  # type: ignore[arg-type]
    links = [
        total(
            at(row)._replace(vintage=vintage),
            tuple(at(row, j)._replace(vintage=vintage) for j in columns),
        )
        for row in ("", *lines)
    ] + [
        total(
            at("", column)._replace(vintage=vintage),
            tuple(at(i, column)._replace(vintage=vintage) for i in lines),
        )
        for column in ("", *columns)
    ]
    return Problem(cells, tuple(links))


def hidden(pattern: Pattern) -> set[tuple[str, ...]]:
    return {tuple(value for _, value in sorted(k.dims, reverse=True)) for k in pattern.hidden}


def leaks(problem: Problem, policy: Policy) -> tuple[object, ...]:
    return audit(describe(problem, suppress(problem, policy), policy)).findings


# --- the example of the suppression literature ----------------------------------------------


def test_the_three_by_three_example_hides_one_rectangle_the_cheapest() -> None:
    pattern = suppress(table(LITERATURE), Policy(threshold=9, effort=PROOF))
    assert hidden(pattern) == {("1", "0"), ("1", "2"), ("2", "0"), ("2", "2")}
    assert pattern.gap == 0
    assert (pattern.cost, pattern.bound) == pytest.approx((22 + 17 + 12 + 3, 54))


def test_the_audit_finds_the_intervals_of_the_example() -> None:
    # 8 + t, 22 − t, 17 − t, 12 + t, with t from −8 to 17: none may fall below zero
    problem, policy = table(LITERATURE), Policy(threshold=9, zeros_printed=False)
    report = audit(describe(problem, suppress(problem, policy), policy), exact=True)
    assert {interval.cell: (interval.low, interval.high) for interval in report.intervals} == {
        "n c=0 l=1": (0, 25),
        "n c=2 l=1": (5, 30),
        "n c=0 l=2": (0, 25),
        "n c=2 l=2": (4, 29),
    }


# --- small tables, against all the tables there are -----------------------------------------


@pytest.mark.parametrize("seed", range(40))
def test_every_table_that_agrees_leaves_the_room_and_the_audit_says_the_same(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - invented tables
    rows = [[draw.choice((0, 1, 2, 5, 6, 7)) for _ in range(3)] for _ in range(2)]
    problem, policy = table(rows), Policy()
    pattern = suppress(problem, policy)
    report = audit(describe(problem, pattern, policy), exact=True)
    assert not report.findings
    if at() in pattern.hidden:
        return  # there are tables without end
    most = problem.cells[at()].value
    known = {name: c.value for name, c in problem.cells.items() if name not in pattern.hidden}
    every = list(solutions(dict.fromkeys(pattern.hidden, (1, most)), problem.links, known))
    told = {i.cell: (i.low, i.high) for i in report.intervals}
    for name in pattern.hidden:
        seen = {one[name] for one in every}
        assert told[label((name.measure, name.dims))] == (min(seen), max(seen))
        if name in pattern.primary:
            assert max(seen) >= problem.cells[name].value + 4


@pytest.mark.parametrize("zeros_printed", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_no_small_count_of_a_whole_history_can_be_deduced(
    seed: int, *, zeros_printed: bool
) -> None:
    problem = history(seed, Size(people=150, structures=4, tables=3, years=2))
    assert not leaks(problem, Policy(zeros_printed=zeros_printed))


def test_the_same_problem_gives_the_same_pattern() -> None:
    problem, policy = history(1, Size(tables=3, years=1)), Policy(effort=500)
    assert suppress(problem, policy) == suppress(problem, policy)


def test_pieces_solved_side_by_side_give_the_pattern_of_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem, found = history(2, Size(people=800, tables=4, years=2)), []
    for threads in (1, 2, 4):
        monkeypatch.setattr("pipeline.secrecy.suppress.THREADS", threads)
        found.append(suppress(problem, Policy()))
    assert found[0].hidden
    assert found == found[:1] * 3


# --- the optimum, by another solver ---------------------------------------------------------


def cheapest(problem: Problem, small: Key, room: int) -> float:
    """The optimum of one small cell by CBC: moves in both directions, bought cell by cell."""
    model = pulp.LpProblem("pattern", pulp.LpMinimize)
    place = {name: str(i) for i, name in enumerate(problem.cells)}
    bought = {n: model.add_variable(f"x{i}", cat="Binary") for n, i in place.items()}
    model += pulp.lpSum(problem.cells[n].weight * x for n, x in bought.items() if n != small)
    model += bought[small] == 1
    for sign, need in (("u", room), ("d", 1)):
        move = {n: model.add_variable(f"{sign}{i}", cat="Integer") for n, i in place.items()}
        for name, step in move.items():
            value = problem.cells[name].value
            model += step <= (value + 20) * bought[name]
            model += step >= -value * bought[name]
        for link in problem.links:
            model += pulp.lpSum(c * move[name] for name, c in link.terms) == 0
        model += move[small] == (need if sign == "u" else -need)
    model.solve(pulp.PULP_CBC_CMD(msg=False, threads=1))
    return float(pulp.value(model.objective))


@pytest.mark.parametrize("seed", range(6))
def test_the_proven_optimum_is_that_of_a_second_solver(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - invented tables
    rows = [[draw.randrange(6, 30) for _ in range(3)] for _ in range(3)]
    rows[1][1] = 3
    problem = table(rows)
    pattern = suppress(problem, Policy(zeros_printed=False, effort=PROOF))
    assert pattern.gap == pytest.approx(0)
    assert pattern.cost == pytest.approx(cheapest(problem, at(1, 1), 4))


# --- the rules ------------------------------------------------------------------------------


def one(value: int, **changes: object) -> Problem:
    return Problem({at(): Cell(at(), value, **changes)})  # type: ignore[arg-type]


@pytest.mark.parametrize(("value", "is_hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_counts_from_one_to_the_threshold_are_hidden(value: int, *, is_hidden: bool) -> None:
    pattern = suppress(one(value), Policy())
    assert bool(pattern.hidden) is is_hidden
    assert [need.reason for need in pattern.primary.values()] == [SMALL] * is_hidden
    assert not suppress(one(value, sensitive=False), Policy()).hidden


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ((50, 50), FEW),
        ((86, 7, 7), DOMINANT),
        ((85, 8, 7), None),
        ((100, 0, 0), FEW),
        ((0, 0, 0), None),
    ],
)
def test_amounts_of_few_contributors_are_hidden(parts: tuple[int, ...], reason: str | None) -> None:
    pattern = suppress(one(sum(parts), is_real=True, contributors=parts), Policy())
    assert [need.reason for need in pattern.primary.values()] == ([reason] if reason else [])


def shares(top: int, bottom: int, *, uniform_tells: bool = False) -> tuple[Problem, Ratio]:
    above, below = key("oui"), key("connus")
    cells = {above: Cell(above, top), below: Cell(below, bottom)}
    ratio = Ratio(above, below, uniform_tells=uniform_tells)
    return Problem(cells, ratios=(ratio,)), ratio


@pytest.mark.parametrize(
    ("top", "bottom", "is_printed"),
    [
        *((20, 40, True), (3, 40, False), (37, 40, False), (0, 40, True), (40, 40, True)),
        *((5, 9, False), (0, 9, False), (0, 10, True)),  # on nine people, never
    ],
)
def test_a_share_is_a_fact_about_its_three_counts(
    top: int, bottom: int, *, is_printed: bool
) -> None:
    problem, ratio = shares(top, bottom)
    assert (ratio not in suppress(problem, Policy()).withheld) is is_printed


def test_the_few_that_a_share_leaves_are_not_found_by_subtraction() -> None:
    # 37 of 40: were both printed, three people would be left
    problem, _ = shares(37, 40)
    assert suppress(problem, Policy()).complementary & {key("oui"), key("connus")}


@pytest.mark.parametrize("top", [0, 12])
def test_all_or_none_of_a_group_is_hidden_when_it_is_sensitive(top: int) -> None:
    problem, ratio = shares(top, 12, uniform_tells=True)
    pattern = suppress(problem, Policy())
    assert pattern.primary[key("oui")].reason == UNIFORM
    assert ratio in pattern.withheld


def test_a_share_printed_beside_a_hidden_count_gives_it_back() -> None:
    problem, ratio = shares(3, 40)
    pattern = suppress(problem, Policy())
    printed = Pattern(pattern.primary, frozenset(), frozenset(), frozenset(), 0, 0)
    assert ratio in pattern.withheld
    assert [f.kind for f in audit(describe(problem, printed, Policy())).findings] == ["déduit"]


def test_a_part_is_never_more_than_the_whole() -> None:
    # 4 women of 5 in all: were the 5 printed, a reader would know that there are 5 at most
    part, whole = key("femmes"), key("salariés")
    cells = {part: Cell(part, 4), whole: Cell(whole, 5)}
    assert suppress(Problem(cells), Policy()).hidden == {part}
    with_subset = Problem(cells, subsets=(Subset("femmes", "salariés"),))
    assert suppress(with_subset, Policy()).hidden == {part, whole}


def test_distinct_persons_bound_their_sum() -> None:
    pole, a, b = key("n"), key("n", s="A"), key("n", s="B")
    cells = {pole: Cell(pole, 20, 99), a: Cell(a, 18), b: Cell(b, 3)}
    links = (
        Link(((a, 1), (b, 1), (pole, -1)), ">="),
        Link(((a, 1), (pole, -1)), "<="),
        Link(((b, 1), (pole, -1)), "<="),
    )
    pattern = suppress(Problem(cells, links), Policy(zeros_printed=False))
    assert pattern.hidden == {b}, "2 to 20 persons: wide enough with the others printed"
    assert not audit(describe(Problem(cells, links), pattern, Policy(zeros_printed=False))).findings


# --- editions already out, insiders, ways out -----------------------------------------------


def bounded(own: int, least: int = 0, more: int = 0, **changes: object) -> Problem:
    """Four young persons of a pole: between `least` and `own` of A, and the `more` of all."""
    young, adults, few, every = (
        key("jeunes"), key("n", structure="A"), key("cdi", structure="A"), key("n")
    )  # fmt: skip
    cells = {
        young: Cell(young, 4),
        adults: Cell(adults, own, **({"status": Status.UNPRINTED} | changes)),  # type: ignore[arg-type]
        few: Cell(few, least, status=Status.UNPRINTED, sensitive=False),
        every: Cell(every, more, 99, dear=True, sensitive=False),
    }
    links = (
        Link(((young, 1), (adults, -1), (every, -1)), "<="),
        Link(((young, 1), (few, -1)), ">="),
    )
    return Problem(cells, links)


MEMBERS = Policy(readers=(PUBLIC, Reader("A", (("structure", "A"),))))


@pytest.mark.parametrize(
    ("own", "least", "is_safe"),
    [
        (6, 0, True),  # 3 to 6
        (5, 0, False),  # 3 to 5: two apart
        (6, 4, False),  # 4 to 6
    ],
)
def test_a_member_may_know_by_its_own_people_as_much_as_the_audit_allows(
    own: int, least: int, *, is_safe: bool
) -> None:
    """Nothing is left to hide: A is asked three values apart, where the public is asked eight."""
    problem = bounded(own, least)
    if is_safe:
        assert suppress(problem, MEMBERS).hidden == {key("jeunes")}
        return
    with pytest.raises(NoSafePatternError) as caught:
        suppress(problem, MEMBERS)
    assert caught.value.cells == (key("jeunes"),)


def test_what_bounds_a_count_for_everybody_is_no_knowledge_of_a_member() -> None:
    with pytest.raises(NoSafePatternError):
        suppress(bounded(6, status=Status.SHOWN), MEMBERS)


def test_a_dear_total_is_hidden_before_a_member_is_left_less_room() -> None:
    """A knows its two; of six in all, four of the pole are printed, or hidden for its sake."""
    assert key("n") in suppress(bounded(2, more=4, sensitive=False), MEMBERS).hidden


def test_zeros_are_always_printed_or_serve_to_hide_others() -> None:
    # 3 + 9 + 0 = 12, and everybody knows that the 9 cannot be more: only the 0 can rise
    a, b, zero, whole = key("n", c="a"), key("n", c="b"), key("n", c="z"), key("n")
    cells = {a: Cell(a, 3), b: Cell(b, 9, high=9), zero: Cell(zero, 0)}
    cells[whole] = Cell(whole, 12, status=Status.SHOWN)
    problem = Problem(cells, (total(whole, (a, b, zero)),))
    assert suppress(problem, Policy()).hidden == {a, b}
    assert suppress(problem, Policy(zeros_printed=False)).hidden == {a, b, zero}
    known = key("connus", c="a")
    cells[known] = Cell(known, 20)
    telling = Problem(cells, problem.links, (Ratio(a, known, uniform_tells=True),))
    assert suppress(telling, Policy()).hidden >= {a, b, zero}, "of these, none is a secret too"


def test_what_is_already_out_stays_as_it_is() -> None:
    problem = table([[3, 9, 9], [9, 9, 9]])
    free = suppress(problem, Policy()).complementary
    frozen = {
        name: cell if name not in free else Cell(name, cell.value, cell.weight, status=Status.SHOWN)
        for name, cell in problem.cells.items()
    }
    assert not suppress(Problem(frozen, problem.links), Policy()).hidden & free
    masked = dict(problem.cells)
    masked[at(1, 2)] = Cell(at(1, 2), 9, status=Status.HIDDEN)
    again = suppress(Problem(masked, problem.links), Policy())
    assert at(1, 2) in again.hidden - again.complementary
    assert hidden(again) == {("0", "0"), ("0", "2"), ("1", "0"), ("1", "2")}, "nothing more"


def revised(first: int, second: int, *, is_out: bool) -> Problem:
    """A line of an edition already out, and its restatement where only one cell changed."""
    names = [key("n", "2024", c=c) for c in "abt"] + [key("n", "2025", c="a")]
    a, b, whole, again = names
    status = Status.SHOWN if is_out else Status.FREE
    cells = {
        a: Cell(a, first, status=Status.HIDDEN),
        b: Cell(b, 9, status=status),
        whole: Cell(whole, 9 + first, status=status),
        again: Cell(again, second),
    }
    return Problem(cells, (total(whole, (a, b)),))


def test_a_figure_already_out_that_gives_another_back_stops_everything() -> None:
    with pytest.raises(NoSafePatternError) as caught:
        suppress(revised(3, 3, is_out=True), Policy())
    assert caught.value.cells == (key("n", "2024", c="a"),)
    assert caught.value.remedies[0].action == "retirer"
    assert "n (c a, version 2024)" in str(caught.value)
    assert key("n", "2024", c="a") in suppress(revised(3, 3, is_out=False), Policy()).hidden


def test_a_small_count_already_out_is_named() -> None:
    with pytest.raises(NoSafePatternError, match="retirer n"):
        suppress(one(3, status=Status.SHOWN), Policy())


def test_without_a_pattern_the_cheapest_merge_is_proposed() -> None:
    names = [key("n", c=c) for c in "abc"]
    cells = {n: Cell(n, v) for n, v in zip(names, (2, 30, 0), strict=True)}
    whole = key("n")
    cells[whole] = Cell(whole, 32, status=Status.SHOWN)
    cells[names[1]] = Cell(names[1], 30, status=Status.FREE, high=30)
    problem = Problem(cells, (total(whole, tuple(names)), Link(((names[1], 1),), rhs=30)))
    with pytest.raises(NoSafePatternError) as caught:
        suppress(problem, Policy())
    assert caught.value.remedies == ((caught.value.remedies[0]),)
    assert (caught.value.remedies[0].action, caught.value.remedies[0].cells) == (
        "regrouper",
        (names[0], names[1]),
    )


def test_a_partner_who_knows_its_own_row_learns_nothing_either() -> None:
    rows = [[3, 20, 21], [8, 22, 23], [20, 24, 25]]
    partner = Reader("structure 1", (("l", "1"),))
    public, both = Policy(), Policy(readers=(PUBLIC, partner))
    problem = table(rows)
    told = describe(problem, suppress(problem, public), both)
    assert {f.reader for f in audit(told).findings} == {"structure 1"}
    assert not audit(told, insiders=False).findings
    assert not leaks(problem, both)
