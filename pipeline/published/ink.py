"""The shapes of a drawing as they are seen: where each stands, and what it is by its ink."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from pipeline.published.page import Drawing, Shape

Point = tuple[float, float]

MM = 72 / 25.4
SMALL = 2.7 * MM  # the signs that tell lines apart, which have an edge
KEY = 2.2 * MM  # the square before the name of a part
THIN = 1.0  # the strokes of figures are thicker than rules and ties
EQUAL = 0.01  # points: two edges are at the same place
INK, SOFT, RULE, TRACK, WHITE = "#1b2430", "#566171", "#d7dce3", "#e8ebef", "#ffffff"
_PROPERTIES = {
    "fill", "stroke", "stroke-width", "stroke-linejoin", "stroke-dasharray", "stroke-dashoffset",
}  # fmt: skip
_POINT = re.compile(r"(-?[\d.]+)[ ,](-?[\d.]+)")


class Kind(Enum):
    """What a shape is by its ink; whatever is nothing else is a line of figures."""

    SIGN = auto()  # of a line: a disc, a ring…
    PART = auto()  # a bar, a part of a column, a square
    LINE = auto()
    LEVEL = auto()  # of a target
    FRAME = auto()  # dashed: stands for what is not shown
    GROUND = auto()  # white, under a text
    GREY = auto()  # under a bar, or a square on a diagonal
    SEAM = auto()  # white, between two parts
    RULE = auto()  # of the axis
    TIE = auto()  # from a name to its part or its line


class Mark(NamedTuple):
    """One shape: its corners, the box around them, its ink."""

    kind: Kind
    points: tuple[Point, ...]
    left: float
    top: float
    right: float
    bottom: float
    ink: str

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Its four sides."""
        return self.left, self.top, self.right, self.bottom

    @property
    def size(self) -> Point:
        """Width and height."""
        return self.right - self.left, self.bottom - self.top

    @property
    def middle(self) -> Point:
        """Its centre; that of a triangle is lower."""
        fall = 7 / 12 if len(self.points) == len("abc") else 1 / 2
        return (self.left + self.right) / 2, self.top + fall * (self.bottom - self.top)


Sorted = Mapping[Kind, list[Mark]]


@dataclass(frozen=True, slots=True)
class Sketch:
    """All that a drawing shows: its width, its marks, its texts from where each begins."""

    width: float
    marks: tuple[Mark, ...]
    texts: tuple[tuple[str, Point], ...]


def sketch(drawing: Drawing) -> Sketch | None:
    """Read a drawing; None when it holds a shape that our charts have not."""
    width = _points(drawing.box)[-1][0] if drawing.box else 0.0
    texts, marks = [], []
    for shape in drawing.shapes:
        if shape.tag == "text":
            places = _points(shape.named.get("transform", ""))
            texts += [(shape.text, place) for place in places]
        elif mark := _mark(shape):
            marks.append(mark)
        else:
            return None
    return Sketch(width, tuple(marks), tuple(texts))


def _mark(shape: Shape) -> Mark | None:
    named = shape.named
    if shape.tag == "circle":
        points = _points(f"{named.get('cx')} {named.get('cy')}")
    else:
        points = _points(named.get("d") or named.get("points", ""))
    style = dict(part.partition(": ")[::2] for part in named.get("style", "").split("; ") if part)
    known = shape.tag in {"path", "polyline", "circle"} and style.keys() <= _PROPERTIES
    if not points or not known or "transform" in named:
        return None
    xs, ys = zip(*points, strict=True)
    box = min(xs), min(ys), max(xs), max(ys)
    fill = style.get("fill", named.get("fill", "none")).lower()
    stroke = style.get("stroke", named.get("stroke", "none")).lower()
    thick = float(style.get("stroke-width", 1))
    if fill == "none":
        kind = _stroked(points, stroke, thick, is_dashed="stroke-dasharray" in style)
        return Mark(kind, points, *box, stroke)
    kind = _filled(fill, box[2] - box[0], box[3] - box[1], is_edged=stroke != "none")
    return Mark(kind, points, *box, fill)


def _points(text: str) -> tuple[Point, ...]:
    return tuple((float(x), float(y)) for x, y in _POINT.findall(text))


def _filled(fill: str, width: float, height: float, *, is_edged: bool) -> Kind:
    size = max(width, height)
    is_key = max(abs(width - KEY), abs(height - KEY)) < EQUAL
    if is_key or size == 0 or (is_edged and size < SMALL):
        return Kind.SIGN
    return {WHITE: Kind.GROUND, TRACK: Kind.GREY, RULE: Kind.GREY}.get(fill, Kind.PART)


def _stroked(points: tuple[Point, ...], stroke: str, thick: float, *, is_dashed: bool) -> Kind:
    (x, y), (right, low) = points[0], points[-1]
    if len(points) > len("ab"):
        return Kind.FRAME if is_dashed else Kind.LINE
    is_straight = min(abs(right - x), abs(low - y)) < EQUAL
    if is_straight and stroke == INK:
        return Kind.LEVEL
    if stroke == WHITE:
        return Kind.SEAM
    if stroke in {SOFT, RULE} and thick < THIN:
        return Kind.RULE if is_straight else Kind.TIE
    return Kind.LINE
