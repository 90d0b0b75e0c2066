"""The proof: cutting planes that no safe pattern may violate, until one is met or effort ends."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.secrecy.heuristic import Outcome, Search
from pipeline.secrecy.rooms import Mask
from pipeline.secrecy.solver import Floats, Programme
from pipeline.secrecy.system import Piece, Task

VIOLATED = 1e-4
NODES = 2000  # of the branch and bound, in one round
WHOLE = 50  # calls that such a round counts for


class Attacker:
    """How far a reader lets a column move when the others are hidden to the extent `shares`."""

    def __init__(self, piece: Piece, always: Mask) -> None:
        """One column for each cell, moving freely within what readers believe."""
        self.always = always
        self.up = np.array([column.up for column in piece.columns], float)
        self.down = np.array([column.down for column in piece.columns], float)
        self.known = [np.isin(np.arange(len(always)), list(known)) for known in piece.known]
        rows = [(0.0, 0.0, {i: float(c) for i, c in row.items()}) for row in piece.rows]
        zeros = np.zeros(len(always))
        self.programme = Programme(zeros, zeros, rows)

    def cuts(self, tasks: tuple[Task, ...], shares: Floats) -> Iterator[dict[int, float]]:
        """For each task that fails, Σ coefficient × hidden >= 1, which every safe pattern meets."""
        reader = -1
        for task in tasks:
            if task.reader != reader:
                reader = task.reader
                extent = np.where(self.known[reader], 0.0, shares)
                self.programme.set_bounds(-self.down * extent, self.up * extent)
            self.programme.set_cost(task.column, -float(task.sign))
            found = self.programme.solve()
            if found is not None and -found.bound < task.need - VIOLATED:
                yield self._cut(task, self.programme.reduced_costs())
            self.programme.set_cost(task.column, 0.0)

    def _cut(self, task: Task, reduced: Floats) -> dict[int, float]:
        worth = np.where(reduced > 0, reduced * self.down, -reduced * self.up)
        worth[self.known[task.reader]] = 0
        short = task.need - float(worth[self.always].sum())
        worth[self.always] = 0
        return {int(i): min(1.0, worth[i] / short) for i in np.flatnonzero(worth > 1e-9)}


def prove(search: Search, best: Outcome, effort: int, slack: float) -> tuple[Outcome, float]:
    """The best pattern found for a piece, and the least that any safe one costs.

    Takes `effort` solver calls at most, and ends when no more than `slack` could be spared.
    """
    attacker, tasks = Attacker(search.piece, search.always), tuple(best.done)
    free = np.flatnonzero(search.usable & ~search.always).tolist()
    place = {column: rank for rank, column in enumerate(free)}
    master = Programme(np.zeros(len(free)), np.ones(len(free)), [])
    master.set_costs(search.weight[free])
    shares = search.always.astype(float)
    bound, calls, is_whole = 0.0, len(tasks), False
    while calls <= effort and search.cost(best.hidden) > bound + max(slack, VIOLATED):
        found = master.solve(range(len(free)) if is_whole else (), NODES)
        if found is None:
            break
        bound = max(bound, found.bound)
        shares[free] = found.values
        calls += len(tasks) + WHOLE * is_whole
        cuts = list(attacker.cuts(tasks, shares))
        if is_whole:
            best = _better(search, best, shares > 0.5)
        for cut in cuts:
            master.add_row(1.0, {place[i]: c for i, c in cut.items()})
        if not cuts and is_whole:
            break
        is_whole |= not cuts
    return best, min(bound, search.cost(best.hidden))


def _better(search: Search, best: Outcome, start: Mask) -> Outcome:
    other = search.run(start)
    gain = search.cost(best.hidden) - search.cost(other.hidden)
    return other if gain > VIOLATED and not other.blocked else best
