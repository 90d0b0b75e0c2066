"""What matplotlib paints, recorded as marks instead of an image."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Transform

from pipeline.charts.strokes import Colour, Stroke, Words

_OPERATORS = {Path.MOVETO: "m", Path.LINETO: "l", Path.CURVE4: "c", Path.CLOSEPOLY: "h"}
_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}


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
        (family, *_) = prop.get_family()
        weight, slant = int(prop.get_weight()), prop.get_style()
        place, size = (x, self.height - y), prop.get_size_in_points()
        ink = _colour(gc.get_rgb())
        self.marks.append(Words(*place, s, family, size, weight, slant, ink, angle))


def _colour(channels: Any) -> Colour:
    red, green, blue = (float(channel) for channel in channels[:3])
    return red, green, blue


def _numbers(values: Any) -> tuple[float, ...]:
    """Plain numbers, of a list or an array."""
    return tuple(float(value) for value in values)
