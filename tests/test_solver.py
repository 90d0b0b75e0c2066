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


def test_a_search_cut_short_gives_its_best_and_what_is_proven() -> None:
    draw = random.Random(1)  # noqa: S311 - invented numbers
    rows = [
        (-np.inf, 10_000.0, {i: float(draw.randrange(1000)) for i in range(40)}) for _ in range(8)
    ]
    bag = Programme([0.0] * 40, [1.0] * 40, rows)
    worth = np.array([float(draw.randrange(900, 1000)) for _ in range(40)])
    bag.set_costs(-worth)
    found = bag.solve(range(40), nodes=1)
    assert found is not None
    assert set(found.values.round(6)) == {0.0, 1.0}
    assert found.bound < -float(worth @ found.values), "more might be carried"


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
