"""A safe pattern, fast: hide the cheapest move of each task, then print what no move needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.secrecy.moves import TINY, Mask, Mover
from pipeline.secrecy.solver import Floats
from pipeline.secrecy.system import Piece, Task


@dataclass(frozen=True, slots=True)
class Outcome:
    """The hidden columns of a piece, the tasks they do, and those that nothing does."""

    hidden: Mask
    blocked: tuple[Task, ...]
    done: tuple[Task, ...]


class Search:
    """The state of one piece: what is hidden, and the move that does each task."""

    def __init__(self, piece: Piece) -> None:
        """Nothing is hidden yet but what must be."""
        self.piece, self.mover = piece, Mover(piece)
        self.always = np.array([column.is_hidden for column in piece.columns])
        self.usable = self.always | np.array([column.may_hide for column in piece.columns])
        self.weight = np.where(self.always, 0.0, [column.weight for column in piece.columns])
        self.moves: Floats = np.zeros((0, len(piece.columns)))

    def cost(self, hidden: Mask) -> float:
        """The weight of what is hidden beyond what must be."""
        return float(self.weight[hidden].sum())

    def run(self, start: Mask | None = None) -> Outcome:
        """Protect every task, from the columns already hidden in `start`."""
        hidden = self.always.copy() if start is None else self.always | start
        done: dict[Task, Floats] = {}
        blocked = []
        self.mover.price(np.where(hidden, 0.0, self.weight))
        for task in self.piece.tasks:
            move = self._known_move(task, hidden)
            if move is None:
                move = self.mover.find(task, self.usable)
                if move is None:
                    blocked += [] if task.is_wish else [task]
                    continue
                self._keep(move)
                fresh = (np.abs(move) > TINY) & ~hidden
                if fresh.any():
                    hidden |= fresh
                    self.mover.price(np.where(hidden, 0.0, self.weight))
            done[task] = move
        if not blocked:
            hidden = self._drop(hidden, done)
        return Outcome(hidden, tuple(blocked), tuple(done))

    def _keep(self, move: Floats) -> None:
        """Remember a move with its opposite and its smallest whole share, when they fit."""
        unit = np.gcd.reduce(np.abs(move[self.mover.whole]).astype(int)) or 1
        real = len(self.mover.whole) < self.mover.size
        for factor in (1, -1) if real or unit == 1 else (1, -1, 1 / unit, -1 / unit):
            step = move * factor
            if np.all(step <= self.mover.up) and np.all(-step <= self.mover.down):
                self.moves = np.vstack((self.moves, step))

    def _known_move(self, task: Task, usable: Mask) -> Floats | None:
        enough = self.moves[:, task.column] * task.sign >= task.need - TINY
        closed = ~usable | self.mover.known[task.reader]
        usual = self.moves[enough][::-1]
        fits = ~np.any(np.abs(usual[:, closed]) > TINY, axis=1)
        return usual[int(np.argmax(fits))] if fits.any() else None

    def _drop(self, hidden: Mask, done: dict[Task, Floats]) -> Mask:
        """Print again, dearest first, each column without which every task is still done."""
        self.mover.price(np.where(hidden & ~self.always, self.weight, 0.0))
        extra = np.flatnonzero(hidden & ~self.always)
        for column in sorted(extra.tolist(), key=lambda i: (-self.weight[i], i)):
            less = hidden.copy()
            less[column] = False
            redone = self._without(column, less, done)
            if redone is not None:
                hidden = less
                done |= redone
        return hidden

    def _without(
        self, column: int, usable: Mask, done: dict[Task, Floats]
    ) -> dict[Task, Floats] | None:
        redone = {}
        for task, move in done.items():
            if abs(move[column]) > TINY:
                other = self._known_move(task, usable)
                if other is None:
                    other = self.mover.find(task, usable)
                    if other is None:
                        return None
                    self._keep(other)
                redone[task] = other
        return redone
