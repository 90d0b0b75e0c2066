"""Changes of a table that a reader cannot tell from the true one: the cheapest that does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.secrecy.solver import Floats, Programme
from pipeline.secrecy.system import Piece, Task

TINY = 1e-6
Mask = NDArray[np.bool_]


class _Others(NamedTuple):
    """The other columns of a row, and how far each lets its sum be made up for."""

    share: float  # what one unit of the column itself weighs
    columns: NDArray[np.intp]
    after_rise: Floats
    after_fall: Floats


class Mover:
    """Finds moves in one piece: every row keeps its sum, hidden columns move at no cost."""

    def __init__(self, piece: Piece) -> None:
        """Two columns for each cell, its rise and its fall, all closed at first."""
        self.size = len(piece.columns)
        self.up = np.array([column.up for column in piece.columns], float)
        self.down = np.array([column.down for column in piece.columns], float)
        self.whole = [i for i, column in enumerate(piece.columns) if not column.is_real]
        self.known = [np.isin(np.arange(self.size), list(known)) for known in piece.known]
        zeros = np.zeros(2 * self.size)
        rows = [
            (0.0, 0.0, {**row, **{i + self.size: -c for i, c in row.items()}}) for row in piece.rows
        ]
        self.programme = Programme(zeros, zeros, rows)
        self.matrix = np.zeros((len(piece.rows), self.size))
        for rank, row in enumerate(piece.rows):
            self.matrix[rank, list(row)] = list(row.values())
        self.open: Mask = np.zeros(self.size, bool)
        self.rows: list[list[Mapping[int, int]]] = [[] for _ in piece.columns]
        for row in piece.rows:
            for column in row:
                self.rows[column].append(row)
        self.others: dict[int, list[_Others]] = {}

    def price(self, costs: Floats) -> None:
        """What one unit of each column's move costs."""
        self.programme.set_costs(np.concatenate((costs, costs)))

    def find(self, task: Task, usable: Mask) -> Floats | None:
        """The cheapest whole-number move within the usable columns, or None."""
        self._open(usable & ~self.known[task.reader])
        if not self._may(task):
            return None
        self._fix(task)
        found = self.programme.solve()
        if found is not None and not self._is_whole(found.values):
            both = [*self.whole, *(i + self.size for i in self.whole)]
            found = self.programme.solve(both)
        self._restore(task.column)
        if found is None:
            return None
        move = found.values[: self.size] - found.values[self.size :]
        move[self.whole] = np.round(move[self.whole])
        return move

    def allows(self, move: Floats) -> bool:
        """Whether every row keeps its sum, and no column leaves its bounds."""
        within = not np.any((move > self.up + TINY) | (move < -self.down - TINY))
        return within and not np.any(np.abs(self.matrix @ move) > TINY)

    def _may(self, task: Task) -> bool:
        """Whether the column, and the others of each of its rows, have the room: cheap to tell."""
        column = task.column
        limit = (self.up if task.sign > 0 else self.down)[column]
        if not self.open[column] or limit < task.need:
            return False
        if column not in self.others:
            self.others[column] = [self._others(row, column) for row in self.rows[column]]
        return all(
            (row.after_rise if task.sign > 0 else row.after_fall)[self.open[row.columns]].sum()
            >= row.share * task.need
            for row in self.others[column]
        )

    def _others(self, row: Mapping[int, int], column: int) -> _Others:
        columns = np.array([i for i in row if i != column], int)
        shares = np.array([row[i] for i in row if i != column], float)
        against = shares * row[column] < 0
        up, down = np.abs(shares) * self.up[columns], np.abs(shares) * self.down[columns]
        after_rise, after_fall = np.where(against, up, down), np.where(against, down, up)
        return _Others(abs(row[column]), columns, after_rise, after_fall)

    def _is_whole(self, values: Floats) -> bool:
        move = (values[: self.size] - values[self.size :])[self.whole]
        return bool(np.all(np.abs(move - np.round(move)) < TINY))

    def _open(self, wanted: Mask) -> None:
        changed = np.flatnonzero(wanted != self.open)
        self.open = wanted
        self._set(changed, np.where(wanted, self.up, 0), np.where(wanted, self.down, 0))

    def _fix(self, task: Task) -> None:
        rise, fall = (task.need, 0) if task.sign > 0 else (0, task.need)
        i = task.column
        columns = np.array([i, i + self.size], np.int32)
        fixed = np.array([rise, fall], float)
        self.programme.set_bounds(columns, fixed, fixed)

    def _restore(self, column: int) -> None:
        self._set(np.array([column]), self.up, self.down)

    def _set(self, columns: NDArray[np.intp], up: Floats, down: Floats) -> None:
        both = np.concatenate((columns, columns + self.size)).astype(np.int32)
        highs = np.concatenate((up[columns], down[columns]))
        self.programme.set_bounds(both, np.zeros(len(both)), highs)
