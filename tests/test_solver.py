"""The one door to the solver: whole numbers when they are asked for, and no longer than told."""

from __future__ import annotations

import random

import numpy as np
import pytest

from pipeline.secrecy.solver import Programme


def half() -> Programme:
    """The greatest x such that 2x is 1 at most."""
    programme = Programme([0.0], [1.0], [(-np.inf, 1.0, {0: 2.0})])
    programme.set_cost(0, -1.0)
    return programme


def test_whole_numbers_are_asked_for_one_question_at_a_time() -> None:
    programme = half()
    for whole, expected in (((), 0.5), ((0,), 0.0), ((), 0.5)):
        found = programme.solve(whole)
        assert found is not None
        assert (found.values[0], found.bound) == (expected, -expected)


def split(sums: list[float]) -> Programme:
    """Forty things to take or to leave, whose sums of several measures are all told."""
    draw = random.Random(1)  # noqa: S311 - invented numbers
    rows = [(low, low, {i: float(draw.randrange(100)) for i in range(40)}) for low in sums]
    return Programme([0.0] * 40, [1.0] * 40, rows)


def test_a_search_cut_short_before_any_solution_finds_none() -> None:
    assert split([991.0, 987.0, 993.0, 1001.0]).solve(range(40), nodes=1) is None


def bag(things: int, measures: int, room: float) -> Programme:
    """Things to carry, too many by each of several measures."""
    draw = random.Random(1)  # noqa: S311 - invented numbers
    rows = [
        (-np.inf, room, {i: float(draw.randrange(1000)) for i in range(things)})
        for _ in range(measures)
    ]
    bag = Programme([0.0] * things, [1.0] * things, rows)
    bag.set_costs(-np.array([float(draw.randrange(900, 1000)) for _ in range(things)]))
    return bag


def test_a_search_cut_short_gives_its_best_and_what_is_proven() -> None:
    wide = bag(40, measures=8, room=10_000.0)
    found = wide.solve(range(40), nodes=1)
    assert found is not None
    assert set(found.values.round(6)) == {0.0, 1.0}
    assert found.bound < float(wide.costs @ found.values), "more might be carried"


def test_a_search_that_was_cut_short_may_be_taken_to_its_end() -> None:
    few = bag(12, measures=3, room=3_000.0)
    short, whole = few.solve(range(12), nodes=1), few.solve(range(12))
    assert short is not None
    assert whole is not None
    assert short.bound < whole.bound == float(few.costs @ whole.values)


def test_a_programme_without_end_has_no_optimum() -> None:
    endless = Programme([0.0], [np.inf], [(-np.inf, np.inf, {0: 1.0})])
    endless.set_cost(0, -1.0)
    assert endless.solve() is None


def test_the_cost_of_one_column_is_forgotten_when_all_are_replaced() -> None:
    programme = half()
    programme.set_costs(np.zeros(1))
    found = programme.solve()
    assert found is not None
    assert found.bound == 0


def test_the_solver_says_nothing_of_itself(capfd: pytest.CaptureFixture[str]) -> None:
    half().solve((0,))
    assert capfd.readouterr() == ("", "")
