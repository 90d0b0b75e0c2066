"""The moves already met in a piece: most tasks are done by one found for another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import gcd

from pipeline.secrecy.moves import Steps
from pipeline.secrecy.rooms import Rooms
from pipeline.secrecy.system import Task


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """The least whole steps of a move, and how many times they may be taken at once."""

    steps: Steps
    forwards: int
    backwards: int
    touched: int  # its columns, as bits

    def does(self, task: Task) -> bool:
        """Whether it takes the column as far as the task asks, one way or the other."""
        step = self.steps[task.column] * task.sign
        times = self.forwards if step > 0 else self.backwards
        return times * abs(step) >= task.need


class Library:
    """Ways, by the columns that they move; the last first to be offered."""

    def __init__(self, rooms: Rooms) -> None:
        """Empty."""
        self.rooms = rooms
        self.ways: list[Way] = []
        self.by_column: list[list[Way]] = [[] for _ in rooms.far]

    def find(self, task: Task, closed: int) -> Way | None:
        """A way that does the task without the columns whose bits are set in `closed`."""
        for way in reversed(self.by_column[task.column]):
            if not way.touched & closed and way.does(task):
                return way
        return None

    def keep(self, move: Steps) -> Way:
        """Remember a move, in its least steps."""
        unit = gcd(*move.values())
        steps = {column: step // unit for column, step in move.items()}
        there, back = [], []
        for column, step in steps.items():
            down, up = self.rooms.far[column]
            ahead, behind = (up, down) if step > 0 else (down, up)
            there.append(ahead // abs(step))
            back.append(behind // abs(step))
        return self._keep(steps, min(there), min(back))

    def _keep(self, steps: Steps, there: int, back: int) -> Way:
        touched = 0
        for column in steps:
            touched |= 1 << column
        way = Way(steps, there, back, touched)
        for column in steps:
            self.by_column[column].append(way)
        self.ways.append(way)
        return way

    def take(self, smaller: Library, place: Sequence[int]) -> None:
        """The ways of a piece that this one contains; `place` is where its columns are here."""
        for way in smaller.ways:
            steps = {place[column]: step for column, step in way.steps.items()}
            self._keep(steps, way.forwards, way.backwards)

    def add(self, moves: Iterable[Steps], place: Mapping[int, int]) -> None:
        """Take moves met in an earlier edition: those that still hold."""
        for move in moves:
            if move.keys() <= place.keys():
                steps = {place[rank]: step for rank, step in move.items()}
                if self._keeps_sums(steps):
                    self.keep(steps)

    def _keeps_sums(self, steps: Steps) -> bool:
        sums: dict[int, int] = {}
        for column, step in steps.items():
            for row, share in self.rooms.shares[column]:
                sums[row] = sums.get(row, 0) + share * step
        return not any(sums.values())
