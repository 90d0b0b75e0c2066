"""A drawing as matplotlib paints it, recorded: what the press writes as operators of the page.

An SVG says the same in text, which the PDF engine must parse and sets letter by letter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Transform

Colour = tuple[float, float, float]
Piece = tuple[str, tuple[float, ...]]  # a PDF operator of construction and its operands

_OPERATORS = {Path.MOVETO: "m", Path.LINETO: "l", Path.CURVE4: "c", Path.CLOSEPOLY: "h"}
_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}


@dataclass(frozen=True, slots=True)
class Stroke:
    """A path and how it is inked; lengths in points from the bottom left corner."""

    pieces: tuple[Piece, ...]
    fill: Colour | None
    edge: Colour | None
    width: float
    dashes: tuple[float, ...]
    cap: int
    join: int


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text from its left end; `angle` in degrees."""

    x: float
    y: float
    text: str
    size: float
    weight: int
    slant: str
    colour: Colour
    angle: float


@dataclass(frozen=True, slots=True)
class Strokes:
    """A drawing: its size in points and its marks in painting order."""

    width: float
    height: float
    marks: tuple[Stroke | Words, ...]


@dataclass
class Recorder(RendererBase):
    """A matplotlib renderer that keeps what it is asked to draw."""

    height: float  # of the sheet: as in an SVG, the place of a text is told from the top
    marks: list[Stroke | Words] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start as any renderer does."""
        super().__init__()

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803, matplotlib's name
    ) -> None:
        """Keep a path; called by matplotlib."""
        pieces = tuple(
            (_OPERATORS[code], () if code == Path.CLOSEPOLY else _numbers(points))
            for points, code in path.iter_segments(transform, simplify=False)
        )
        is_edged = gc.get_linewidth() > 0 and gc.get_rgb()[3] > 0
        dashes = gc.get_dashes()[1]
        self.marks.append(
            Stroke(
                pieces,
                None if rgbFace is None else _colour(rgbFace),
                _colour(gc.get_rgb()) if is_edged else None,
                float(gc.get_linewidth()),
                () if dashes is None else _numbers(dashes),
                _CAPS[gc.get_capstyle()],
                _JOINS[gc.get_joinstyle()],
            )
        )

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,  # noqa: ARG002, FBT002
        mtext: Any = None,  # noqa: ARG002
    ) -> None:
        """Keep a line of text; called by `surface`, which knows its place."""
        weight = int(prop.get_weight())
        size, slant = prop.get_size_in_points(), prop.get_style()
        self.marks.append(
            Words(x, self.height - y, s, size, weight, slant, _colour(gc.get_rgb()), angle)
        )


def _colour(channels: Any) -> Colour:
    red, green, blue = (float(channel) for channel in channels[:3])
    return red, green, blue


def _numbers(values: Any) -> tuple[float, ...]:
    """Plain numbers, of a list or an array."""
    return tuple(float(value) for value in values)
