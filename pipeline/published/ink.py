"""The shapes of a drawing as they are seen: where each stands, and what it is by its ink."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import NamedTuple

from pipeline.published.page import Drawing, Shape
from pipeline.published.seen import number_in

Point = tuple[float, float]

MM = 72 / 25.4
SMALL = 2.7 * MM  # the signs that tell lines apart, which have an edge
KEY = 2.2 * MM  # the square before the name of a part
THIN = 1.0  # the strokes of figures are thicker than rules and ties
EQUAL = 0.01  # points: two edges are at the same place
INK, SOFT, RULE, TRACK, WHITE = "#1b2430", "#566171", "#d7dce3", "#e8ebef", "#ffffff"
_FILLED = re.compile(  # how our charts write what is filled, its edge, and what is a stroke
    r"fill: #[0-9a-f]{6}(?:; stroke: #[0-9a-f]{6}; stroke-width: (?:1\.1|0\.6); "
    r"stroke-linejoin: miter)?"
)
_STROKED = re.compile(
    r"fill: none; (?:stroke-dasharray: (?:1\.68,1\.12|2\.16,1\.44); stroke-dashoffset: 0; )?"
    r"stroke: #[0-9a-f]{6}(?:; stroke-width: (?:0\.[4579]|1\.[467]|3\.6))?"
)
_SET = re.compile(  # how they write texts
    r"(?:font-style: italic; )?(?:font-weight: [67]00; )?font-size: (?:8|9|10)px; "
    r"font-family: 'Source Sans 3'; fill: (#[0-9a-f]{6})"
)
_POINT = re.compile(r"(-?[\d.]+)[ ,](-?[\d.]+)")
_ONE = r"-?[\d.]+ -?[\d.]+\s*"
_PATH = re.compile(
    rf"(?:[ML] {_ONE}|C(?: {_ONE}){{3}}|z\s*)+|-?[\d.]+,-?[\d.]+(?: -?[\d.]+,-?[\d.]+)*"
)
_PLACED = re.compile(r"translate\(-?[\d.]+ -?[\d.]+\)(?: rotate\(-90\))?")


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

    @property
    def is_square(self) -> bool:
        """Whether it is as wide as it is high."""
        return abs(self.size[0] - self.size[1]) < EQUAL

    def holds(self, place: Point) -> bool:
        """Whether a place is inside."""
        return self.left < place[0] < self.right and self.top < place[1] < self.bottom


Sorted = Mapping[Kind, list[Mark]]


@dataclass(frozen=True, slots=True)
class Sketch:
    """All that a drawing shows: its width, its marks, its texts from where each begins."""

    width: float
    marks: tuple[Mark, ...]
    texts: tuple[tuple[str, Point], ...]
    inks: frozenset[str] = frozenset()  # of the texts

    @property
    def squares(self) -> list[tuple[Mark, Decimal | None]]:
        """Those of a matrix, each with its number, or None where there is no room for it."""
        parts = [mark for mark in self.marks if mark.kind is Kind.PART]
        sides = [side for part in parts for side in part.size]
        if not sides or max(sides) - min(sides) > 2 * EQUAL:
            return []
        told = [(part, self._number_in(part)) for part in parts]
        return told if any(number is not None for _, number in told) else []

    def _number_in(self, part: Mark) -> Decimal | None:
        told = (number_in(text) for text, place in self.texts if part.holds(place))
        return next(told, None)


def sketch(drawing: Drawing) -> Sketch | None:
    """Read a drawing; None when it holds a shape that our charts have not."""
    width = _points(drawing.box)[-1][0] if drawing.box else 0.0
    texts, marks, inks = [], [], set[str]()
    for shape in drawing.shapes:
        if shape.tag == "text" and (ink := _ink_of(shape)):
            texts += [(shape.text, place) for place in _points(shape.named["transform"])]
            inks.add(ink)
        elif mark := _mark(shape):
            marks.append(mark)
        else:
            return None
    return Sketch(width, tuple(marks), tuple(texts), frozenset(inks))


def _ink_of(shape: Shape) -> str:
    """The ink of a text set and placed as our charts do, else nothing."""
    is_placed = _PLACED.fullmatch(shape.named.get("transform", "")) and shape.text.strip()
    found = _SET.fullmatch(shape.named.get("style", ""))
    return found[1] if found and is_placed else ""


def _mark(shape: Shape) -> Mark | None:
    named = shape.named
    place = f"{named.get('cx')},{named.get('cy')}" if shape.tag == "circle" else ""
    place = place or named.get("d") or named.get("points", "")
    style = named.get("style", "")
    is_set = not style or _FILLED.fullmatch(style) or _STROKED.fullmatch(style)
    is_known = shape.tag in {"path", "polyline", "circle"} and "transform" not in named
    if not (is_known and is_set and _PATH.fullmatch(place)):
        return None
    points = _points(place)
    told = dict(part.partition(": ")[::2] for part in style.split("; "))
    xs, ys = zip(*points, strict=True)
    box = min(xs), min(ys), max(xs), max(ys)
    fill = told.get("fill", named.get("fill", "none")).lower()
    stroke = told.get("stroke", named.get("stroke", "none")).lower()
    thick = float(told.get("stroke-width", 1))
    if fill == "none":
        kind = _stroked(points, stroke, thick, is_dashed="stroke-dasharray" in told)
        return Mark(kind, points, *box, stroke)
    if stroke not in {"none", fill} and fill != WHITE:
        return None
    kind = _filled(fill, box[2] - box[0], box[3] - box[1], is_edged=stroke != "none")
    return Mark(kind, points, *box, fill if stroke == "none" else stroke)


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
