"""Changes of a table that a reader cannot tell from the true one: the cheapest that does it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pipeline.secrecy.rooms import Mask
from pipeline.secrecy.solver import Floats, Programme
from pipeline.secrecy.system import Piece, Task

TINY = 1e-6
Steps = Mapping[int, int]  # column → how far it goes, up or down


class Mover:
    """Finds moves in one piece: every row keeps its sum, hidden columns move at no cost.

    All are in whole numbers, those of amounts too: they are in the smallest unit printed.
    """

    def __init__(self, piece: Piece) -> None:
        """Two columns for each cell, its rise and its fall, all closed at first."""
        self.size = len(piece.columns)
        self.up = np.array([column.up for column in piece.columns], float)
        self.down = np.array([column.down for column in piece.columns], float)
        self.known = [np.isin(np.arange(self.size), list(known)) for known in piece.known]
        zeros = np.zeros(2 * self.size)
        rows = [
            (0.0, 0.0, {**row, **{i + self.size: -c for i, c in row.items()}}) for row in piece.rows
        ]
        self.programme = Programme(zeros, zeros, rows)

    def price(self, costs: Floats) -> None:
        """What one unit of each column's move costs."""
        self.programme.set_costs(np.concatenate((costs, costs)))

    def find(self, task: Task, usable: Mask) -> Steps | None:
        """The cheapest whole-number move within the usable columns, or None."""
        is_open = usable & ~self.known[task.reader]
        high = np.concatenate((self.up * is_open, self.down * is_open))
        aim, back = task.column, task.column + self.size
        if task.sign < 0:
            aim, back = back, aim
        if high[aim] < task.need:
            return None
        low, high[back] = np.zeros(2 * self.size), 0
        low[aim] = high[aim] = task.need
        self.programme.set_bounds(low, high)
        found = self.programme.solve()
        if found is not None and np.abs(found.values - np.rint(found.values)).max() > TINY:
            found = self.programme.solve(range(2 * self.size))
        return None if found is None else self._steps(found.values)

    def _steps(self, values: Floats) -> Steps:
        move = np.rint(values[: self.size] - values[self.size :]).astype(int)
        columns = move.nonzero()[0]
        return dict(zip(columns.tolist(), move[columns].tolist(), strict=True))
