"""Where labels go so that none covers another: pure geometry, in millimetres."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, hypot

Point = tuple[float, float]

_AIR = 0.8  # white between two labels side by side: 20 and 20 must not read 2020

_CLEAR = 0.5  # white over and under a line


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle taken by a label, from its top left corner."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share some surface."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, point: Point) -> bool:
        """Whether the point is inside."""
        return (
            self.x <= point[0] <= self.x + self.width and self.y <= point[1] <= self.y + self.height
        )


def along(points: Sequence[Point], step: float = 0.7) -> list[Point]:
    """Points at most `step` mm apart on a broken line: what a label must not cover."""
    found = list(points)
    for (x1, y1), (x2, y2) in pairwise(points):
        count = ceil(hypot(x2 - x1, y2 - y1) / step)
        found += [(x1 + (x2 - x1) * i / count, y1 + (y2 - y1) * i / count) for i in range(1, count)]
    return found


class Board:
    """The places already taken on a drawing."""

    def __init__(self, boxes: Iterable[Box] = (), points: Iterable[Point] = ()) -> None:
        """Start with what is drawn already."""
        self._boxes = list(boxes)
        self._points = list(points)

    def add_points(self, points: Iterable[Point]) -> None:
        """Take the places of a line."""
        self._points += points

    def cost(self, box: Box) -> int:
        """How much the box would cover; another label counts for far more than a line."""
        aired = Box(box.x - _AIR, box.y, box.width + 2 * _AIR, box.height)
        labels = sum(aired.overlaps(other) for other in self._boxes)
        clear = Box(aired.x, box.y - _CLEAR, aired.width, box.height + 2 * _CLEAR)
        return labels * 1000 + sum(clear.holds(point) for point in self._points)

    def best(self, candidates: Sequence[Box]) -> Box:
        """The first candidate that covers nothing, else the least bad; its place is taken."""
        choice, _ = self._cheapest(candidates)
        self._boxes.append(choice)
        return choice

    def free(self, candidates: Sequence[Box]) -> Box | None:
        """The first candidate that covers nothing; its place is taken. None when all do."""
        choice, cost = self._cheapest(candidates)
        if cost:
            return None
        self._boxes.append(choice)
        return choice

    def _cheapest(self, candidates: Sequence[Box]) -> tuple[Box, int]:
        """The first of the least cost, without trying further than the first free one."""
        found = candidates[0], self.cost(candidates[0])
        for box in candidates[1:]:
            if not found[1]:
                break
            cost = self.cost(box)
            if cost < found[1]:
                found = box, cost
        return found


def spread(
    wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float
) -> list[float]:
    """Tops of labels near the tops wanted, in their order, none over another.

    Labels that would collide form a block, placed at the mean of what its members want, kept
    between `top` and `bottom` (`top` wins when there is not room enough).
    """
    blocks: list[tuple[list[int], float, float]] = []  # members, top, height
    for index in sorted(range(len(wanted)), key=lambda i: wanted[i]):
        members, height = [index], heights[index]
        start = max(top, min(wanted[index], bottom - height))
        while blocks and blocks[-1][1] + blocks[-1][2] > start:
            before, _, above = blocks.pop()
            members, height = before + members, above + height
            start = max(top, min(_mean_start(members, wanted, heights), bottom - height))
        blocks.append((members, start, height))
    places = [0.0] * len(wanted)
    for members, start, _ in blocks:
        below = start
        for member in members:
            places[member] = below
            below += heights[member]
    return places


def _mean_start(members: list[int], wanted: Sequence[float], heights: Sequence[float]) -> float:
    """Where a block starts so that its members are, on the mean, where they want."""
    above, total = 0.0, 0.0
    for member in members:
        total += wanted[member] - above
        above += heights[member]
    return total / len(members)
