"""What may move in a piece, and how far: told without the solver, which is asked about the rest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.secrecy.system import Piece, Task

Mask = NDArray[np.bool_]


class Rooms:
    """How far each column goes down and up, and what each row ties together."""

    def __init__(self, piece: Piece) -> None:
        """Rows by their ranks, sets of columns as bits."""
        self.far = [(column.down, column.up) for column in piece.columns]
        self.rows = [tuple(row.items()) for row in piece.rows]
        self.shares: list[list[tuple[int, int]]] = [[] for _ in piece.columns]
        for rank, row in enumerate(self.rows):
            for column, share in row:
                self.shares[column].append((rank, share))
        self.ties = [sum(1 << column for column in row) for row in piece.rows]
        self.known = [sum(1 << column for column in known) for known in piece.known]

    def beside(self, fresh: Mask) -> Mask:
        """The columns that share a row with these."""
        near = np.zeros(len(fresh), bool)
        ranks = {rank for i in fresh.nonzero()[0].tolist() for rank, _ in self.shares[i]}
        near[[column for rank in ranks for column, _ in self.rows[rank]]] = True
        return near


class Opening:
    """The columns that may move for now."""

    def __init__(self, rooms: Rooms, usable: Mask) -> None:
        """`closed`: the others, as bits."""
        self.rooms, self.usable, self.closed = rooms, usable, bits(~usable)
        self.still: dict[int, int] = {}  # by reader, what cannot move

    def may(self, task: Task) -> bool:
        """Whether the column, and the others of each of its rows, have the room it asks for.

        They may still lack it further on, which only the solver tells.
        """
        still = self._still(task.reader)
        if still >> task.column & 1 or self.rooms.far[task.column][task.sign > 0] < task.need:
            return False
        still |= 1 << task.column
        more = task.sign * task.need
        return all(self._takes(rank, c * more, still) for rank, c in self.rooms.shares[task.column])

    def _still(self, reader: int) -> int:
        """What is closed, or known, and what those leave alone in a row."""
        if reader not in self.still:
            still, before = self.closed | self.rooms.known[reader], -1
            while still != before:
                before = still
                for tie in self.rooms.ties:
                    left = tie & ~still
                    if not left & (left - 1):
                        still |= left
            self.still[reader] = still
        return self.still[reader]

    def _takes(self, rank: int, more: int, still: int) -> bool:
        """Whether what moves in a row can make up for so much more of another, or less."""
        return abs(more) <= sum(
            abs(share) * self.rooms.far[column][(share > 0) != (more > 0)]
            for column, share in self.rooms.rows[rank]
            if not still >> column & 1
        )


def bits(mask: Mask) -> int:
    """The columns of a mask as the bits of one number: two are compared at once."""
    return int.from_bytes(np.packbits(mask, bitorder="little").tobytes(), "little")
