"""The moves already met in a piece: most tasks are done by one found for another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from pipeline.secrecy.moves import TINY, Mask, Mover
from pipeline.secrecy.solver import Floats
from pipeline.secrecy.system import Task

Sparse = Mapping[int, float]  # rank of a column in the whole problem → its step


class Library:
    """Moves, by the columns that they take up or down; the last first to be offered."""

    def __init__(self, mover: Mover) -> None:
        """Empty."""
        self.mover = mover
        self.moves: list[Floats] = []
        self.touched: list[int] = []  # one bit a column
        self.by_aim: dict[tuple[int, int], list[int]] = {}
        self.known = [bits(known) for known in mover.known]

    def find(self, task: Task, closed: int) -> Floats | None:
        """A move that does the task without the columns whose bits are set in `closed`."""
        closed, least = closed | self.known[task.reader], task.need - TINY
        for rank in reversed(self.by_aim.get((task.column, task.sign), ())):
            if not self.touched[rank] & closed and abs(self.moves[rank][task.column]) >= least:
                return self.moves[rank]
        return None

    def keep(self, move: Floats) -> None:
        """Remember a move."""
        touched = np.abs(move) > TINY
        for column in np.flatnonzero(touched).tolist():
            aim = (column, 1 if move[column] > 0 else -1)
            self.by_aim.setdefault(aim, []).append(len(self.moves))
        self.moves.append(move)
        self.touched.append(bits(touched))

    def export(self, ranks: tuple[int, ...]) -> Iterator[Sparse]:
        """Each move, its columns named by their ranks in the whole problem."""
        for move in self.moves:
            yield {ranks[i]: move[i] for i in np.flatnonzero(np.abs(move) > TINY).tolist()}

    def add(self, moves: Iterable[Sparse], place: Mapping[int, int]) -> None:
        """Take moves met in a smaller piece, or in an earlier edition: those that still hold."""
        for sparse in moves:
            if sparse.keys() <= place.keys():
                move = np.zeros(self.mover.size)
                for rank, step in sparse.items():
                    move[place[rank]] = step
                if self.mover.allows(move):
                    self.keep(move)


def bits(mask: Mask) -> int:
    """The columns of a mask as the bits of one number: two are compared at once."""
    return int.from_bytes(np.packbits(mask).tobytes(), "big")
