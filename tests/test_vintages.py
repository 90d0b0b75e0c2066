"""Editions already out: what they froze, and what a reader of two of them may subtract."""

from __future__ import annotations

import random

import pytest

from pipeline.bench.histories import judge
from pipeline.secrecy.audit import audit
from pipeline.secrecy.cells import (
    Cell,
    Key,
    Link,
    NoSafePatternError,
    Pattern,
    Policy,
    Problem,
    Ratio,
    Status,
    Subset,
    key,
    total,
)
from pipeline.secrecy.publication import describe
from pipeline.secrecy.suppress import suppress
from pipeline.secrecy.vintages import freeze, latest, restate
from tests.enumeration import solutions

Rows = list[list[int]]


def at(row: object = "", column: object = "", vintage: str = "") -> Key:
    return key("n", vintage, l=str(row), c=str(column))


def table(rows: Rows) -> Problem:
    """Two lines by two columns, with margins; only the grand total and the lines' are headlines."""
    lines, columns = range(len(rows)), range(len(rows[0]))
    values = {at(i, j): rows[i][j] for i in lines for j in columns}
    values |= {at(i): sum(rows[i]) for i in lines}
    values |= {at("", j): sum(row[j] for row in rows) for j in columns}
    values[at()] = sum(map(sum, rows))
    cells = {n: Cell(n, v, 1.0 + v, dear="c" not in dict(n.dims)) for n, v in values.items()}
    links = [total(at(i), tuple(at(i, j) for j in columns)) for i in ("", *lines)]
    links += [total(at("", j), tuple(at(i, j) for i in lines)) for j in ("", *columns)]
    return Problem(cells, tuple(links))


def published(rows: Rows, policy: Policy) -> Problem:
    problem = table(rows)
    return freeze(problem, suppress(problem, policy))


# --- what is frozen -------------------------------------------------------------------------


def test_what_did_not_change_is_the_same_cell_and_keeps_its_state() -> None:
    out = published([[3, 9], [9, 9]], Policy())
    again = restate(out, table([[3, 9], [9, 9]]), "2025")
    assert again.cells == out.cells
    assert {cell.status for cell in again.cells.values()} == {Status.SHOWN, Status.HIDDEN}
    assert suppress(again, Policy()).complementary == frozenset()


def test_what_changed_is_a_new_cell_tied_to_the_old_one_by_the_people_between() -> None:
    out = published([[30, 40], [50, 60]], Policy())
    again = restate(out, table([[37, 40], [50, 60]]), "2025")
    assert latest(again)[at(0, 0)] == at(0, 0, "2025")
    assert latest(again)[at(0, 1)] == at(0, 1)
    late = key("révision de n", "2025", l="0", c="0")
    assert again.cells[late].value == 7
    terms = {frozenset(link.terms) for link in again.links}
    assert frozenset({(at(0, 0, "2025"), 1), (at(0, 0), -1), (late, -1)}) in terms
    assert not suppress(again, Policy()).hidden, "seven late people are not few"


def test_the_people_added_to_a_line_are_those_added_to_its_total() -> None:
    out = published([[30, 40], [50, 60]], Policy())
    again = restate(out, table([[37, 40], [50, 60]]), "2025")
    one, line = (key("révision de n", "2025", l="0", c=c) for c in ("0", ""))
    assert frozenset({(one, 1), (line, -1)}) in {frozenset(link.terms) for link in again.links}


def test_only_sums_that_held_then_and_now_tie_the_people_between() -> None:
    a, b, whole = key("n", c="a"), key("n", c="b"), key("n")

    def said(values: tuple[int, int, int], *links: Link) -> Problem:
        cells = {n: Cell(n, v) for n, v in zip((a, b, whole), values, strict=True)}
        return Problem(cells, links)

    def between(first: tuple[int, int, int], second: tuple[int, int, int], op: str) -> int:
        told = Link(((a, 1), (b, 1), (whole, -1)), op)
        out = freeze(said(first), suppress(said(first), Policy()))
        links = restate(out, said(second, told), "2025").links
        assert all(link.terms for link in links)
        return sum("révision" in n.measure for link in links[-1:] for n, _ in link.terms)

    assert between((30, 40, 70), (37, 40, 77), "=") == 2
    assert between((30, 40, 60), (37, 40, 77), "=") == 0, "ten worked in both then"
    assert between((30, 40, 70), (37, 40, 77), "<=") == 0
    assert between((30, 40, 70), (30, 40, 70), "=") == 0


def test_the_people_between_two_numbers_that_tell_nothing_tell_nothing() -> None:
    name = key("n")
    out = freeze(
        Problem({name: Cell(name, 40)}), suppress(Problem({name: Cell(name, 40)}), Policy())
    )
    again = restate(out, Problem({name: Cell(name, 41, sensitive=False)}), "2025")
    assert not again.cells[key("révision de n", "2025")].sensitive


def test_fewer_people_are_counted_too() -> None:
    out = published([[30, 40], [50, 60]], Policy())
    again = restate(out, table([[23, 40], [50, 60]]), "2025")
    gone = key("révision de n", "2025", l="0", c="0")
    terms = {frozenset(link.terms) for link in again.links}
    assert again.cells[gone].value == 7
    assert frozenset({(at(0, 0, "2025"), 1), (at(0, 0), -1), (gone, 1)}) in terms


def test_one_late_person_is_hidden_by_hiding_what_is_said_again() -> None:
    out = published([[30, 40], [50, 60]], Policy())
    again = restate(out, table([[31, 40], [50, 60]]), "2025")
    pattern = suppress(again, Policy())
    assert {at(0, 0, "2025"), at(0, "", "2025")} <= pattern.complementary
    assert at(0, 0) not in pattern.hidden, "already out"
    assert not audit(describe(again, pattern, Policy())).findings


def test_a_headline_may_move_by_one() -> None:
    name, note = key("n"), key("n", c="a")
    out = Problem({name: Cell(name, 40, dear=True), note: Cell(note, 30)})
    out = freeze(out, suppress(out, Policy()))
    moved = restate(out, Problem({name: Cell(name, 41, dear=True)}), "2025")
    assert not suppress(moved, Policy()).hidden
    moved = restate(out, Problem({note: Cell(note, 31)}), "2025")
    assert key("n", "2025", c="a") in suppress(moved, Policy()).hidden


def test_a_third_edition_is_compared_with_the_second() -> None:
    out = published([[30, 40], [50, 60]], Policy())
    second = restate(out, table([[37, 40], [50, 60]]), "2025")
    second = freeze(second, suppress(second, Policy()))
    third = restate(second, table([[37, 40], [50, 60]]), "2026")
    assert third.cells == second.cells
    third = restate(second, table([[47, 40], [50, 60]]), "2026")
    assert third.cells[key("révision de n", "2026", l="0", c="0")].value == 10


def test_a_count_never_printed_may_be_printed_later() -> None:
    name = key("n")
    out = Problem({name: Cell(name, 40, status=Status.UNPRINTED)})
    out = freeze(out, suppress(out, Policy()))
    assert out.cells[name].status is Status.UNPRINTED
    again = restate(out, Problem({name: Cell(name, 40)}), "2025")
    assert again.cells[name].status is Status.FREE


def test_shares_and_subsets_follow_the_cells_they_are_about() -> None:
    top, bottom, whole = key("oui"), key("connus"), key("tous")

    def said(value: int) -> Problem:
        cells = {top: Cell(top, value), bottom: Cell(bottom, 40), whole: Cell(whole, 60)}
        return Problem(cells, (), (Ratio(top, bottom),), (Subset("connus", "tous"),))

    out = freeze(said(20), suppress(said(20), Policy()))
    again = restate(out, said(30), "2025")
    moved = key("oui", "2025")
    ratios = {(ratio.top, ratio.bottom, ratio.rest) for ratio in again.ratios}
    assert (moved, bottom, key("connus − oui", "2025")) in ratios
    assert (top, bottom, None) in ratios
    assert [link.op for link in again.links].count("<=") == 1, "the same fact once"
    assert not suppress(again, Policy()).withheld


def test_when_nothing_is_safe_the_earlier_version_is_kept() -> None:
    # everybody knows that b is 60, and the new total is already told: the late one is in a
    a, b = key("n", c="a"), key("n", c="b")
    whole = key("n")
    cells = {a: Cell(a, 40), b: Cell(b, 60), whole: Cell(whole, 100, dear=True)}
    out = Problem(cells, (total(whole, (a, b)),))
    out = freeze(out, suppress(out, Policy()))
    now = {a: Cell(a, 41), b: Cell(b, 60), whole: Cell(whole, 101, status=Status.SHOWN)}
    again = restate(out, Problem(now, (total(whole, (a, b)),)), "2025")
    with pytest.raises(NoSafePatternError) as caught:
        suppress(again, Policy())
    (remedy,) = caught.value.remedies
    assert (remedy.action, remedy.cells) == ("ne pas réviser", (key("n", "2025", c="a"),))
    assert "ne pas réviser n (c a, version 2025)" in str(caught.value)


# --- small histories, against every table there is ------------------------------------------


def seen(problem: Problem, pattern: Pattern) -> dict[Key, tuple[int, int]]:
    """The least and greatest value of each unknown cell, over all tables up to 12 more."""
    unknown = {
        name: (
            0 if cell.status is Status.UNPRINTED or not cell.value else 1,
            cell.value + 12,
        )
        for name, cell in problem.cells.items()
        if name in pattern.hidden or cell.status is Status.UNPRINTED
    }
    known = {name: cell.value for name, cell in problem.cells.items() if name not in unknown}
    found = list(solutions(unknown, problem.links, known))
    return {name: (min(t[name] for t in found), max(t[name] for t in found)) for name in unknown}


@pytest.mark.parametrize("seed", range(12))
def test_two_editions_read_together_leave_the_room_whatever_the_tables(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - invented tables
    policy = Policy(threshold=3)
    first = [[draw.choice((0, 1, 2, 5, 6)) for _ in range(2)] for _ in range(2)]
    second = [[max(0, n + draw.choice((0, 0, 0, 1, 2, 4, -1))) for n in row] for row in first]
    out = published(first, policy)
    joint = restate(out, table(second), "2025")
    pattern = suppress(joint, policy)
    assert not {n for n in pattern.complementary if out.cells.get(n)}, "what is out stays"
    for name, (low, high) in seen(joint, pattern).items():
        true = joint.cells[name].value
        assert low <= true <= high
        if 1 <= true < 3 and joint.cells[name].sensitive:
            assert high >= true + 2, name


def test_an_invented_history_of_five_editions_tells_nothing() -> None:
    public, strict = judge(2, is_strict=False), judge(2, is_strict=True)
    assert (public["déductions"], strict["déductions"]) == (0, 0)
    assert public["jugées"] > 20
    assert strict["non révisées"] == 2, "a net change of zero that a partner would see through"
