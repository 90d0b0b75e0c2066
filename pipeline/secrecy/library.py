"""The moves already met in a piece: most tasks are done by one found for another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from pipeline.secrecy.moves import TINY, Mask, Mover
from pipeline.secrecy.solver import Floats
from pipeline.secrecy.system import Task

Sparse = Mapping[int, float]  # rank of a column in the whole problem → its step


class Library:
    """Moves in rows, the last first to be offered."""

    def __init__(self, mover: Mover) -> None:
        """Empty, with room for some."""
        self.mover, self.size = mover, 0
        self.moves: Floats = np.zeros((32, mover.size))
        self.touched: Mask = np.zeros((32, mover.size), bool)

    def find(self, task: Task, usable: Mask) -> Floats | None:
        """A move that does the task within the usable columns."""
        column = self.moves[: self.size, task.column]
        ranks = np.flatnonzero(column * task.sign >= task.need - TINY)[::-1]
        closed = ~usable | self.mover.known[task.reader]
        fits = ranks[~np.any(self.touched[ranks] & closed, axis=1)]
        return self.moves[fits[0]] if len(fits) else None

    def keep(self, move: Floats) -> None:
        """Remember a move with its opposite and its smallest whole share, when they fit."""
        mover = self.mover
        unit = np.gcd.reduce(np.abs(move[mover.whole]).astype(int)) or 1
        has_real = len(mover.whole) < mover.size
        for factor in (1, -1) if has_real or unit == 1 else (1, -1, 1 / unit, -1 / unit):
            step = move * factor
            if not np.any((step > mover.up) | (step < -mover.down)):
                self._add(step)

    def _add(self, move: Floats) -> None:
        if self.size == len(self.moves):
            self.moves = np.concatenate((self.moves, np.zeros_like(self.moves)))
            self.touched = np.concatenate((self.touched, np.zeros_like(self.touched)))
        self.moves[self.size] = move
        self.touched[self.size] = np.abs(move) > TINY
        self.size += 1

    def export(self, ranks: tuple[int, ...]) -> Iterator[Sparse]:
        """Each move, its columns named by their ranks in the whole problem."""
        for move, touched in zip(self.moves[: self.size], self.touched[: self.size], strict=True):
            yield {ranks[i]: move[i] for i in np.flatnonzero(touched).tolist()}

    def add(self, moves: Iterator[Sparse], place: Mapping[int, int]) -> None:
        """Take moves met in a smaller piece."""
        for sparse in moves:
            move = np.zeros(self.mover.size)
            for rank, step in sparse.items():
                move[place[rank]] = step
            self._add(move)
