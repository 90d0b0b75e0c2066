"""A safe pattern, fast: hide the cheapest move of each task, then print what no move needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.secrecy.library import Library
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
    """The state of one piece: what is hidden, and the moves met so far."""

    def __init__(self, piece: Piece) -> None:
        """Nothing is hidden yet but what must be."""
        self.piece, self.mover = piece, Mover(piece)
        self.library = Library(self.mover)
        self.always = np.array([column.is_hidden for column in piece.columns])
        self.usable = self.always | np.array([column.may_hide for column in piece.columns])
        self.weight = np.where(self.always, 0.0, [column.weight for column in piece.columns])

    def cost(self, hidden: Mask) -> float:
        """The weight of what is hidden beyond what must be."""
        return float(self.weight[hidden].sum())

    def run(self, start: Mask | None = None, *, is_tried: bool = False) -> Outcome:
        """Protect every task, from the columns already hidden in `start`.

        When smaller pieces have already tried to print those, only the ones that share a row
        with something newly hidden are tried again.
        """
        hidden = self.always.copy() if start is None else self.always | start
        before = hidden.copy()
        done: dict[Task, Floats] = {}
        blocked, lost = [], set()
        self.mover.price(np.where(hidden, 0.0, self.weight))
        for task in self.piece.tasks:
            aim = (task.column, task.sign)
            move = None if aim in lost else self._move(task, hidden, self.usable)
            if move is None:
                if not self.piece.known[task.reader]:
                    lost.add(aim)  # whoever knows more has less room still
                blocked += [] if task.is_wish else [task]
                continue
            done[task] = move
            fresh = (np.abs(move) > TINY) & ~hidden
            if fresh.any():
                hidden |= fresh
                self.mover.price(np.where(hidden, 0.0, self.weight))
        extra = hidden & ~self.always
        if is_tried:
            extra &= ~before | self._beside(hidden & ~before)
        return Outcome(self._drop(hidden, extra, done), tuple(blocked), tuple(done))

    def _beside(self, fresh: Mask) -> Mask:
        near = np.zeros(len(fresh), bool)
        for row in self.piece.rows:
            columns = list(row)
            near[columns] |= fresh[columns].any()
        return near

    def _move(self, task: Task, hidden: Mask, usable: Mask) -> Floats | None:
        """One already met that hides nothing more, else the cheapest."""
        move = self.library.find(task, hidden)
        if move is None:
            move = self.mover.find(task, usable)
            if move is not None:
                self.library.keep(move)
        return move

    def _drop(self, hidden: Mask, extra: Mask, done: dict[Task, Floats]) -> Mask:
        """Print again, dearest first, each column without which every task is still done."""
        self.mover.price(np.where(hidden & ~self.always, self.weight, 0.0))
        for column in sorted(np.flatnonzero(extra).tolist(), key=lambda i: (-self.weight[i], i)):
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
                other = self._move(task, usable, usable)
                if other is None:
                    return None
                redone[task] = other
        return redone
