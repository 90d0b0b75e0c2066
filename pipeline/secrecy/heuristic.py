"""A safe pattern, fast: hide the cheapest move of each task, then print what no move needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from pipeline.secrecy.library import Library, Way
from pipeline.secrecy.moves import TINY, Mover
from pipeline.secrecy.rooms import Mask, Opening, Rooms, bits
from pipeline.secrecy.system import Piece, Task

WORTH = 0.01  # of what a piece loses: no column below it is tried twice
# how many columns are tried the other way round: fewer in a large piece
ATTEMPTS, WORK = 16, 100_000  # the second by the square of its columns


@dataclass(frozen=True, slots=True)
class Outcome:
    """The hidden columns of a piece, the tasks they do, and those that nothing does."""

    hidden: Mask
    blocked: tuple[Task, ...]
    done: Mapping[Task, Way]


class Search:
    """The state of one piece: what is hidden, and the moves met so far."""

    def __init__(self, piece: Piece) -> None:
        """Nothing is hidden yet but what must be."""
        self.piece, self.mover, self.rooms = piece, Mover(piece), Rooms(piece)
        self.library = Library(self.rooms)
        self.always = np.array([column.is_hidden for column in piece.columns])
        self.usable = self.always | np.array([column.may_hide for column in piece.columns])
        self.weight = np.where(self.always, 0.0, [column.weight for column in piece.columns])

    def cost(self, hidden: Mask) -> float:
        """The weight of what is hidden beyond what must be."""
        return float(self.weight[hidden].sum())

    def run(self, start: Mask | None = None, *, is_tried: bool = False) -> Outcome:
        """Protect every task, from the columns already hidden in `start`.

        When smaller pieces have already tried to print those, only the ones that share a row
        with something newly hidden, and weigh enough to be worth it, are tried again.
        """
        hidden = self.always.copy() if start is None else self.always | start
        before = hidden.copy()
        done: dict[Task, Way] = {}
        blocked, lost = [], set()
        usable, closed = Opening(self.rooms, self.usable), self._price(hidden)
        for task in self.piece.tasks:
            aim = (task.column, task.sign)
            way = None if aim in lost else self._way(task, closed, usable)
            if way is None:
                if not self.piece.known[task.reader]:
                    lost.add(aim)  # whoever knows more has less room still
                blocked += [] if task.is_wish else [task]
                continue
            done[task] = way
            if way.touched & closed:
                hidden[list(way.steps)] = True
                closed = self._price(hidden)
        extra = hidden & ~self.always
        if is_tried:
            again = self.rooms.beside(hidden & ~before) & (self.weight > WORTH * self.cost(hidden))
            extra &= ~before | again
        hidden = self._drop(hidden, extra, done)
        return Outcome(hidden, tuple(blocked), done)

    def improve(self, best: Outcome, least: float) -> Outcome:
        """The cheapest pattern met by trying the other way round each of the dearest columns.

        Those that weigh no more than `least` would gain too little.
        """
        dear = self.usable & ~self.always & (self.weight > least)
        tried = np.zeros(len(dear), bool)
        for _ in range(min(ATTEMPTS, WORK // len(dear) ** 2)):
            left = dear & ~tried
            if not left.any():
                break
            column = self._dearest(left)
            tried[column] = True
            swap = self._printed if best.hidden[column] else self._hidden
            other = swap(column, best, dear)
            if self._is_better(other, best):
                best, tried = other, np.zeros(len(dear), bool)
        return best

    def _dearest(self, among: Mask) -> int:
        return int(np.argmax(np.where(among, self.weight, -1.0)))

    def _is_better(self, other: Outcome, best: Outcome) -> bool:
        gain = self.cost(best.hidden) - self.cost(other.hidden)
        return other.done.keys() >= best.done.keys() and gain > TINY

    def _printed(self, column: int, best: Outcome, _dear: Mask) -> Outcome:
        """The best pattern, mended to do without the column."""
        start = best.hidden.copy()
        start[column] = self.usable[column] = False
        other = self.run(start)
        self.usable[column] = True
        return other

    def _hidden(self, column: int, best: Outcome, dear: Mask) -> Outcome:
        """The best pattern with one more, without the dear columns that cheap ones then replace."""
        hidden, done = best.hidden.copy(), dict(best.done)
        hidden[column] = True
        left = best.hidden & dear
        best = replace(best, hidden=self._drop(hidden, left, done), done=done)
        left &= best.hidden
        while left.any():
            spared = self._dearest(left)
            left[spared] = False
            other = self._printed(spared, best, dear)
            if self._is_better(other, best):
                best, left = other, left & other.hidden
        return best

    def _price(self, hidden: Mask) -> int:
        """Hidden columns are free from now on; the others, as bits."""
        self.mover.price(np.where(hidden, 0.0, self.weight))
        return bits(~hidden)

    def _way(self, task: Task, closed: int, usable: Opening) -> Way | None:
        """One already met that leaves alone the closed columns, else the cheapest."""
        way = self.library.find(task, closed | self.rooms.known[task.reader])
        if way is None:
            move = self.mover.find(task, usable.usable) if usable.may(task) else None
            return None if move is None else self.library.keep(move)
        return way

    def _drop(self, hidden: Mask, extra: Mask, done: dict[Task, Way]) -> Mask:
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

    def _without(self, column: int, left: Mask, done: dict[Task, Way]) -> dict[Task, Way] | None:
        usable, redone, asked = Opening(self.rooms, left), {}, []
        # the solver comes last: one task that nothing does is enough, and the rest often tells it
        for task in [task for task, way in done.items() if column in way.steps]:
            met = self.library.find(task, usable.closed | self.rooms.known[task.reader])
            if met is not None:
                redone[task] = met
            elif usable.may(task):
                asked.append(task)
            else:
                return None
        for task in asked:
            way = self._way(task, usable.closed, usable)
            if way is None:
                return None
            redone[task] = way
        return redone
