"""The moves already met in a piece: most tasks are done by one found for another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import gcd

import numpy as np

from pipeline.secrecy.moves import Mask, Steps
from pipeline.secrecy.system import Piece, Task


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

    def __init__(self, piece: Piece) -> None:
        """Empty."""
        self.rooms = [(column.down, column.up) for column in piece.columns]
        self.rows: list[list[tuple[int, int]]] = [[] for _ in piece.columns]
        for rank, row in enumerate(piece.rows):
            for column, share in row.items():
                self.rows[column].append((rank, share))
        self.ways: list[Way] = []
        self.by_column: dict[int, list[Way]] = {}

    def find(self, task: Task, closed: int) -> Way | None:
        """A way that does the task without the columns whose bits are set in `closed`."""
        for way in reversed(self.by_column.get(task.column, ())):
            if not way.touched & closed and way.does(task):
                return way
        return None

    def keep(self, move: Steps) -> Way:
        """Remember a move, in its least steps."""
        unit = gcd(*move.values())
        steps = {column: step // unit for column, step in move.items()}
        there, back = (
            min(
                self.rooms[column][(step > 0) == ahead] // abs(step)
                for column, step in steps.items()
            )
            for ahead in (True, False)
        )
        way = Way(steps, there, back, sum(1 << column for column in steps))
        for column in steps:
            self.by_column.setdefault(column, []).append(way)
        self.ways.append(way)
        return way

    def export(self, ranks: tuple[int, ...]) -> Iterator[Steps]:
        """The steps of each way, its columns named by their ranks in the whole problem."""
        for way in self.ways:
            yield {ranks[column]: step for column, step in way.steps.items()}

    def add(self, moves: Iterable[Steps], place: Mapping[int, int]) -> None:
        """Take moves met in a smaller piece, or in an earlier edition: those that still hold."""
        for move in moves:
            if move.keys() <= place.keys():
                steps = {place[rank]: step for rank, step in move.items()}
                if self._keeps_sums(steps):
                    self.keep(steps)

    def _keeps_sums(self, steps: Steps) -> bool:
        sums: dict[int, int] = {}
        for column, step in steps.items():
            for row, share in self.rows[column]:
                sums[row] = sums.get(row, 0) + share * step
        return not any(sums.values())


def bits(mask: Mask) -> int:
    """The columns of a mask as the bits of one number: two are compared at once."""
    return int.from_bytes(np.packbits(mask, bitorder="little").tobytes(), "little")
