"""Moves that a reader cannot tell from the truth: the cheapest, those met before, the proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from pipeline.secrecy.cells import key
from pipeline.secrecy.cuts import Attacker, prove
from pipeline.secrecy.heuristic import Outcome, Search
from pipeline.secrecy.library import Library, Way
from pipeline.secrecy.moves import Mover, Steps
from pipeline.secrecy.rooms import Mask, Opening, Rooms, bits
from pipeline.secrecy.solver import Optimum
from pipeline.secrecy.system import Column, Piece, Task

A, B, C, D = range(4)
LINE: Mapping[int, int] = {A: 1, B: 1, C: 1}
UP = Task(A, 1, 4, 0)  # the public must not exclude four more


def column(
    down: int, up: int = 20, weight: float = 1.0, *, is_hidden: bool = False, is_real: bool = False
) -> Column:
    return Column(key("n"), down, up, weight, True, is_hidden, is_real)  # noqa: FBT003


def piece(
    columns: list[Column], *rows: Mapping[int, int], tasks: tuple[Task, ...] = (UP,)
) -> Piece:
    """The public, and a reader who knows the second column."""
    known = frozenset[int](), frozenset({B})
    return Piece(tuple(range(len(columns))), tuple(columns), rows, tasks, known)


def mask(size: int, *columns: int) -> Mask:
    return np.isin(np.arange(size), columns)


# --- the cheapest move ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("task", "usable", "move"),
    [
        (UP, (A, B, C), {A: 4, B: -4}),
        (UP, (A, C), {A: 4, C: -4}),
        (Task(A, 1, 4, 1), (A, B, C), {A: 4, C: -4}),
        (Task(A, -1, 3, 0), (A, B, C), {A: -3, B: 3}),
        (Task(A, -1, 4, 0), (A, B, C), None),
        (Task(A, 1, 6, 0), (A, C), None),
        (UP, (B, C), None),
    ],
    ids=["cheapest", "closed", "known", "down", "no room", "no room beside", "itself closed"],
)
def test_the_cheapest_move_stays_within_the_rooms_of_what_may_move(
    task: Task, usable: tuple[int, ...], move: Steps | None
) -> None:
    mover = Mover(piece([column(3), column(9), column(5)], LINE))
    mover.price(np.array([0.0, 1.0, 2.0]))
    for _ in range(2):  # a question leaves nothing behind
        assert mover.find(task, mask(3, *usable)) == move
        assert mover.find(Task(C, -1, 5, 0), mask(3, A, B, C)) == {A: 5, C: -5}


@pytest.mark.parametrize("is_real", [False, True], ids=["a count", "an amount, in whole units"])
def test_whatever_moves_does_by_whole_numbers(*, is_real: bool) -> None:
    # half of b would make up for a, and is the cheapest; c is dear
    mover = Mover(piece([column(9), column(9, is_real=is_real), column(9)], {A: 1, B: 2, C: 1}))
    mover.price(np.array([0.0, 1.0, 10.0]))
    assert mover.find(Task(A, 1, 3, 0), mask(3, A, B, C)) == {A: 3, B: -1, C: -1}


def test_what_the_solver_leaves_of_a_whole_number_is_rounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mover = Mover(piece([column(9), column(9)], {A: 1, B: 1}))
    near = Optimum(np.array([4 + 1e-9, 0, 0, 4 - 1e-9]), 0.0)
    monkeypatch.setattr(mover.programme, "solve", lambda *_: near)
    assert mover.find(UP, mask(2, A, B)) == {A: 4, B: -4}


def test_a_whole_answer_is_not_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    mover = Mover(piece([column(3), column(9), column(5)], LINE))
    solve = mover.programme.solve

    def counted(*how: Any) -> Optimum | None:
        asked.append(how)
        return solve(*how)

    monkeypatch.setattr(mover.programme, "solve", counted)
    assert mover.find(UP, mask(3, A, B, C)) is not None
    assert asked == [()]


def test_a_move_that_stops_further_on_is_none() -> None:
    # a takes from b, which must take from c, which may rise by 2 only
    mover = Mover(piece([column(9), column(9), column(9, up=2)], {A: 1, B: 1}, {B: 1, C: 1}))
    assert mover.find(UP, mask(3, A, B, C)) is None


# --- what needs no solver -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("task", "usable", "may"),
    [
        (Task(A, 1, 5, 0), (A, C), True),
        (Task(A, 1, 6, 0), (A, C), False),
        (Task(A, 1, 14, 0), (A, B, C), True),
        (Task(A, 1, 15, 0), (A, B, C), False),
        (Task(A, -1, 3, 0), (A, B), True),
        (Task(A, -1, 4, 0), (A, B), False),
        (Task(C, 1, 3, 1), (A, B, C), True),
        (Task(C, 1, 4, 1), (A, B, C), False),
        (UP, (B, C), False),
        (Task(B, 1, 1, 1), (A, B, C), False),
    ],
    ids=[
        "all of c", "one more", "all of b and c", "one more than both", "all of its own",
        "one more than its own", "all of a, b is known", "b is known", "closed", "itself known",
    ],
)  # fmt: skip
def test_a_row_tells_what_has_no_room(task: Task, usable: tuple[int, ...], *, may: bool) -> None:
    # a falls by 3 at most, b by 9, c by 5
    rooms = Rooms(piece([column(3), column(9), column(5)], LINE))
    assert Opening(rooms, mask(3, *usable)).may(task) is may


def test_a_row_counts_each_column_as_often_as_it_stands_in_it() -> None:
    # a + 2b − c = 0: a rises by what b falls, twice, and by what c rises
    rooms = Rooms(piece([column(9), column(3), column(9, up=2)], {A: 1, B: 2, C: -1}))
    opening = Opening(rooms, mask(3, A, B, C))
    assert opening.may(Task(A, 1, 8, 0))
    assert not opening.may(Task(A, 1, 9, 0))
    assert opening.may(Task(B, 1, 5, 0)), "by 10, of which a, falling, takes 9 and c, rising, 2"
    assert not opening.may(Task(B, 1, 6, 0))


def test_a_column_alone_in_its_row_is_still_and_stills_the_next() -> None:
    # d is alone in the last row once c is known or closed; then b is in the middle one
    rows = {A: 1, B: 1}, {B: 1, C: 1, D: 1}, {C: 1, D: 1}
    rooms = Rooms(piece([column(9)] * 4, *rows))
    assert Opening(rooms, mask(4, A, B, C, D)).may(UP)
    assert not Opening(rooms, mask(4, A, B, D)).may(UP)
    assert not Opening(rooms, mask(4, A, B, C, D)).may(Task(A, 1, 4, 1)), "its partner is known"


def test_readers_do_not_share_what_they_know() -> None:
    rooms = Rooms(piece([column(9), column(9)], {A: 1, B: 1}))
    opening = Opening(rooms, mask(2, A, B))
    for _ in range(2):
        assert not opening.may(Task(A, 1, 4, 1))
        assert opening.may(UP)


def test_beside_is_what_shares_a_row() -> None:
    rooms = Rooms(piece([column(9)] * 4, {A: 1, B: 1}, {B: 1, C: 1}, {D: 1}))
    assert rooms.beside(mask(4, A)).tolist() == [True, True, False, False]
    assert rooms.beside(mask(4, A, C)).tolist() == [True, True, True, False]
    assert rooms.beside(mask(4)).tolist() == [False] * 4


# --- those already met ----------------------------------------------------------------------


def test_a_move_met_before_serves_again_as_far_as_its_columns_have_room() -> None:
    # a falls by 3 and rises by 20; b falls by 9, c by 5
    library = Library(Rooms(piece([column(3), column(9), column(5)], LINE)))
    first, last = library.keep({A: 4, B: -4}), library.keep({A: 2, C: -2})
    assert (first.steps, first.forwards, first.backwards) == ({A: 1, B: -1}, 9, 3)
    assert library.find(Task(A, 1, 5, 0), 0) is last, "two and a half times what was met"
    assert library.find(Task(A, 1, 6, 0), 0) is first, "c falls by 5 only"
    assert library.find(Task(A, 1, 2, 0), bits(mask(3, C))) is first
    assert library.find(Task(B, 1, 3, 0), 0) is first, "the other way round"
    for task in (Task(A, 1, 10, 0), Task(A, -1, 4, 0), Task(B, 1, 4, 0)):
        assert library.find(task, 0) is None, "too far"


def test_steps_of_several_units_go_as_far_as_the_narrowest_room() -> None:
    library = Library(Rooms(piece([column(9), column(9, up=7)], {A: 3, B: 2})))
    way = library.keep({A: 4, B: -6})
    assert (way.steps, way.forwards, way.backwards) == ({A: 2, B: -3}, 3, 2)
    assert library.find(Task(B, -1, 9, 0), 0) is way
    assert library.find(Task(B, 1, 7, 0), 0) is None, "by 6 only, twice 3"


def test_moves_pass_to_the_piece_that_contains_them() -> None:
    smaller = Library(Rooms(piece([column(9), column(5)], {A: 1, B: 1})))
    smaller.keep({A: 4, B: -4})
    library = Library(Rooms(piece([column(9), column(5), column(9)], {A: 1, C: 1, B: 1})))
    library.take(smaller, [C, B])
    (way,) = library.ways
    assert (way.steps, way.forwards, way.backwards) == ({C: 1, B: -1}, 5, 9)
    assert way.touched == bits(mask(3, B, C))
    assert library.find(Task(C, 1, 5, 0), 0) is way


def test_moves_of_earlier_editions_serve_where_they_keep_the_sums() -> None:
    other = Library(Rooms(piece([column(3), column(9)], {A: 1, B: 1})))
    other.add([{30: 1, 20: -1}, {30: 1, 10: -1}, {30: 1}], {20: 1, 30: 0})
    assert [way.steps for way in other.ways] == [{A: 1, B: -1}]


# --- the proof ------------------------------------------------------------------------------


def cuts_of(own: Piece, *always: int) -> list[dict[int, float]]:
    size = len(own.columns)
    attacker = Attacker(own, mask(size, *always))
    return list(attacker.cuts(own.tasks, mask(size, *always).astype(float)))


def test_a_cut_asks_for_what_is_short_by_what_each_column_lets_move() -> None:
    # four more of a: b may take 9 of them, c 2; d, hidden already, takes 1
    columns = [column(3), column(9), column(2), column(1)]
    assert cuts_of(piece(columns[:3], LINE), A) == [{B: 1.0, C: 0.5}]
    assert cuts_of(piece(columns, {**LINE, D: 1}), A, D) == [{B: 1.0, C: pytest.approx(2 / 3)}]
    known = piece(columns[:3], LINE, tasks=(UP, Task(A, 1, 4, 1)))
    assert cuts_of(known, A) == [{B: 1.0, C: 0.5}, {C: 0.5}]
    against = piece(columns[:3], {A: 1, B: -1, C: 1}, tasks=(Task(A, -1, 3, 0),))
    assert cuts_of(against, A) == [{B: 1.0, C: 1.0}]


def test_a_task_that_is_done_gives_no_cut_and_leaves_nothing_to_the_next() -> None:
    assert (
        cuts_of(piece([column(9), column(9)], {A: 1, B: 1}, tasks=(UP, Task(B, 1, 4, 0))), A, B)
        == []
    )
    hidden = piece([column(9), column(9)], {A: 1, B: 1}, tasks=(UP, Task(A, 1, 4, 1)))
    assert cuts_of(hidden, A, B) == [{}], "who knows b sees a"


def proven(
    own: Piece, hidden: tuple[int, ...], effort: int = 500, slack: float = 0
) -> tuple[list[int], float]:
    best, bound = prove(Search(own), outcome(own, *hidden), effort, slack)
    return np.flatnonzero(best.hidden).tolist(), round(bound, 6)


def outcome(own: Piece, *hidden: int, tasks: tuple[Task, ...] | None = None) -> Outcome:
    """A pattern met before, whatever protects it."""
    done = dict.fromkeys(own.tasks if tasks is None else tasks, Way({}, 0, 0, 0))
    return Outcome(mask(len(own.columns), *hidden), (), done)


def dear_b(*more: Column) -> list[Column]:
    return [column(3, is_hidden=True), column(9, weight=5), column(9, weight=3), *more]


def test_the_proof_finds_the_cheapest_pattern_and_what_it_costs() -> None:
    assert proven(piece(dear_b(), LINE), (A, B)) == ([A, C], 3)
    assert proven(piece(dear_b(), LINE), (A, C)) == ([A, C], 3)


def test_a_pattern_that_is_cut_again_in_whole_numbers_is_not_the_last() -> None:
    # a takes from c, which takes from b (3 + 5), or from d (5)
    columns = [column(4, 1, 3, is_hidden=True), column(4, 5, 3), column(1, 4, 5), column(3, 4, 5)]
    own = piece(columns, {A: -1, C: 1, D: 1}, {B: 1, C: -1}, tasks=(Task(A, 1, 1, 0),))
    assert proven(own, (A, B, C, D)) == ([A, D], 5)


def test_without_effort_what_was_found_stays_and_nothing_is_proven() -> None:
    for effort in (0, 1):  # nothing is asked, then the one task of one round
        assert proven(piece(dear_b(), LINE), (A, B), effort) == ([A, B], 0)


def test_the_proof_ends_when_no_more_than_the_slack_is_left_to_gain() -> None:
    # a and b cost 5, a and c 3: the first cut proves that nothing costs less
    assert proven(piece(dear_b(), LINE), (A, B), slack=1.9) == ([A, C], 3)
    assert proven(piece(dear_b(), LINE), (A, B), slack=2.1) == ([A, B], 3)


def test_where_no_pattern_is_safe_the_proof_ends() -> None:
    assert proven(piece([column(3, is_hidden=True), column(1)], {A: 1, B: 1}), (A, B)) == (
        [A, B],
        0,
    )


def test_the_best_pattern_is_not_searched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Search, "run")
    assert proven(piece(dear_b(), LINE), (A, C)) == ([A, C], 3)


def test_what_only_fractions_protect_is_not_taken_and_ends_the_proof(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # a needs 3, b gives 2 at a time: with c (10 + 1) it is dearer than d alone
    columns = [column(3, is_hidden=True), column(9), column(1, weight=10), column(3, weight=10.5)]
    own = piece(columns, {A: 1, B: 2, C: 1, D: 1}, tasks=(Task(A, 1, 3, 0),))
    runs: list[object] = []
    run = Search.run

    def counted(search: Search, start: Mask) -> Outcome:
        runs.append(start)
        return run(search, start)

    monkeypatch.setattr(Search, "run", counted)
    assert proven(own, (A, D)) == ([A, D], 1)
    assert len(runs) == 1


def test_a_cheaper_pattern_that_leaves_a_task_undone_is_not_taken() -> None:
    # a may never rise by 30: what is asked of the proof is the rest
    own = piece(dear_b(), LINE, tasks=(UP, Task(A, 1, 30, 0)))
    best, _ = prove(Search(own), outcome(own, A, B, tasks=(UP,)), 50, 0)
    assert np.flatnonzero(best.hidden).tolist() == [A, B]
