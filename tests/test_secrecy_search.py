"""The search of one piece, on a handful of columns: what it asks, hides and prints again."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pipeline.secrecy.cells import key
from pipeline.secrecy.heuristic import Search
from pipeline.secrecy.system import Column, Piece, Task


def column(rank: int, weight: float, room: int = 9) -> Column:
    """Hidden from the start when it costs nothing."""
    is_free = weight == 0
    name = key("n", c=rank)
    return Column(name, room, room, weight, may_hide=True, is_hidden=is_free, is_real=False)


def search(
    columns: list[Column], *rows: Mapping[int, int], tasks: tuple[Task, ...] = (Task(0, 1, 4, 0),)
) -> Search:
    """Of a piece whose second reader knows the last column."""
    known = frozenset[int](), frozenset({len(columns) - 1})
    return Search(Piece(tuple(range(len(columns))), tuple(columns), rows, tasks, known))


def test_what_one_reader_was_refused_is_not_asked_for_one_who_knows_more(asked: list[int]) -> None:
    # the second column would have to move by one half
    tasks = Task(0, 1, 1, 0), Task(0, 1, 1, 1)
    odd = search([column(0, 0), column(1, 0), column(2, 0)], {0: 1, 1: -2}, tasks=tasks)
    assert odd.run().blocked == tasks
    assert len(asked) == 2, "in fractions, then in whole numbers"


def test_a_move_found_serves_the_next_task_without_a_question(asked: list[int]) -> None:
    tasks = Task(0, 1, 4, 0), Task(0, 1, 4, 1)
    line = search([column(0, 0), column(1, 5), column(2, 0)], {0: 1, 1: 1}, tasks=tasks)
    assert line.run().done.keys() == set(tasks)
    assert len(asked) == 1


def test_only_what_lies_beside_something_newly_hidden_is_tried_again() -> None:
    # b leaves 2 where 4 are needed: c must go too, and does without b; d was tried already
    columns = [column(0, 0), column(1, 8, room=2), column(2, 1), column(3, 5), column(4, 7)]
    piece = search(columns, {0: 1, 1: 1, 2: 1}, {3: 1, 4: 1})
    start = piece.always.copy()
    start[[1, 3]] = True
    assert piece.run(start, is_tried=True).hidden.tolist() == [True, False, True, True, False]
    assert piece.run(start).hidden.tolist() == [True, False, True, False, False]


def test_a_column_stays_when_only_the_solver_tells_that_nothing_replaces_it() -> None:
    # a takes 4 from b, or from c, which has the room; but then d, tied to c, has not
    columns = [column(0, 0), column(1, 8), column(2, 1), column(3, 0, room=2)]
    piece = search([*columns, column(4, 0)], {0: 1, 1: 1, 2: 1}, {2: 1, 3: 1})
    start = piece.always.copy()
    start[[1, 2]] = True
    assert piece.run(start).hidden.tolist() == [True, True, False, True, True]


def test_the_other_way_round_is_tried_for_dear_columns_only() -> None:
    # one unit of b does what takes four of c: b is hidden for 3, where c costs 2
    piece = search([column(0, 3), column(1, 2), column(2, 0)], {2: 1, 0: 4, 1: 1},
                   tasks=(Task(2, 1, 4, 0),))  # fmt: skip
    first = piece.run()
    assert first.hidden.tolist() == [True, False, True]
    assert piece.improve(first, 3.0).hidden.tolist() == [True, False, True]
    assert piece.improve(first, 2.5).hidden.tolist() == [False, True, True]


def test_a_dear_column_that_nothing_replaces_does_not_stop_the_others_from_being_tried() -> None:
    # the last alone protects the one before it; of the others, b is hidden for 2 where a costs 3
    piece = search([column(0, 3), column(1, 2), column(2, 0), column(3, 0), column(4, 5)],
                   {2: 1, 0: 4, 1: 1}, {3: 1, 4: 1},
                   tasks=(Task(2, 1, 4, 0), Task(3, 1, 4, 0)))  # fmt: skip
    first = piece.run()
    assert first.hidden.tolist() == [True, False, True, True, True]
    assert piece.improve(first, 1.0).hidden.tolist() == [False, True, True, True, True]


def test_a_headline_goes_where_with_a_cheap_cell_it_spares_two_dear_ones() -> None:
    # a takes from e (5), e' (5.5) or h; b from f, f' or h; h (6) takes from both, and from x (1)
    a, b, e, f, e2, f2, h, x = range(8)
    weights = (0, 0, 5, 5, 5.5, 5.5, 6, 1)
    columns = [column(rank, weight) for rank, weight in enumerate(weights)]
    rows = {a: 1, e: 1, e2: 1, h: 1}, {b: 1, f: 1, f2: 1, h: 1}
    both = Task(a, 1, 4, 0), Task(b, 1, 4, 0)
    for more, spared in (((), [a, b, h]), (({h: 1, x: 1},), [a, b, h, x])):
        piece = search(columns, *rows, *more, tasks=both)
        first = piece.run()
        assert np.flatnonzero(first.hidden).tolist() == [a, b, e, f]
        assert np.flatnonzero(piece.improve(first, 1.0).hidden).tolist() == spared
