"""A sheet measured in millimetres from its top left corner, drawn by matplotlib.

Every text is left-anchored: its place is computed from the metrics of the vendored fonts,
because each other anchor becomes a transparency group in the PDF.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import StringIO
from typing import Literal

from matplotlib import rc_context
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Sheet
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from pipeline.charts import colours, style
from pipeline.charts.recorder import Recorder
from pipeline.charts.strokes import Strokes

Point = tuple[float, float]
Align = Literal["left", "centre", "right"]
Marker = Literal["disc", "ring", "square", "diamond", "triangle"]
MARKERS: tuple[Marker, ...] = ("disc", "ring", "square", "diamond", "triangle")
_CORNERS: dict[str, tuple[Point, ...]] = {
    "square": ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)),
    "diamond": ((0.0, -1.35), (1.35, 0.0), (0.0, 1.35), (-1.35, 0.0)),
    "triangle": ((0.0, -1.4), (1.35, 1.0), (-1.35, 1.0)),
}

DASH = (2.4, 1.6)  # in line widths
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
_SPARE_ID = re.compile(r' id="(?:figure|patch|line2d|text)_\d+"')
_HERE = IdentityTransform()


class _Writing(Artist):
    """One line of text at its place: measured already, so nothing is laid out again.

    Given no text object, matplotlib writes it from its left end, without an anchor.
    """

    def __init__(self, place: Point, text: str, colour: str, face: FontProperties) -> None:
        super().__init__()
        self._place = place
        self._text = text
        self._colour = colour
        self._face = face
        self.angle = 0.0

    def draw(self, renderer: RendererBase) -> None:
        """Called by matplotlib in painting order."""
        pen = renderer.new_gc()
        pen.set_foreground(self._colour)
        renderer.draw_text(pen, *self._place, self._text, self._face, self.angle)
        pen.restore()


class Surface:
    """Collects shapes in painting order; `svg` gives the text of the drawing."""

    def __init__(self, width: float, height: float) -> None:
        """Open a sheet of that size in mm."""
        self.width = width
        self.height = height
        self._sheet = Sheet(figsize=(width / 25.4, height / 25.4), dpi=72, frameon=False)
        self._canvas = FigureCanvasSVG(self._sheet)

    def _point(self, x: float, y: float) -> Point:
        return x / style.MM_PER_PT, (self.height - y) / style.MM_PER_PT

    def _add(self, artist: Artist, name: str = "") -> None:
        artist.set_transform(_HERE)
        artist.set_zorder(1)
        if name:
            artist.set_gid(name)
        self._sheet.add_artist(artist)

    def polygon(
        self,
        points: Sequence[Point],
        fill: str,
        *,
        name: str = "",
        edge: str = "none",
        weight: float = 0.0,
    ) -> None:
        """A closed filled shape."""
        corners = [self._point(*p) for p in points]
        path = Path([*corners, corners[0]], closed=True)
        self._add(PathPatch(path, facecolor=fill, edgecolor=edge, linewidth=weight), name)

    def rectangle(
        self, x: float, y: float, width: float, height: float, fill: str, *, name: str = ""
    ) -> None:
        """A filled rectangle from its top left corner."""
        right, bottom = x + width, y + height
        self.polygon(((x, y), (right, y), (right, bottom), (x, bottom)), fill, name=name)

    def outline(self, x: float, y: float, width: float, height: float, *, name: str = "") -> None:
        """The dashed frame that stands for a figure which is not shown."""
        right, bottom = x + width, y + height
        corners = ((x, y), (right, y), (right, bottom), (x, bottom), (x, y))
        self.line(corners, colours.INK_SOFT, 0.7, dashed=True, name=name)

    def line(
        self,
        points: Sequence[Point],
        colour: str,
        weight: float,
        *,
        dashed: bool = False,
        name: str = "",
    ) -> None:
        """A stroke through the points; `weight` in points."""
        xs, ys = zip(*(self._point(*p) for p in points), strict=True)
        stroke = Line2D(
            xs,
            ys,
            color=colour,
            linewidth=weight,
            linestyle=(0.0, DASH) if dashed else "-",
            dash_capstyle="butt",
            solid_capstyle="butt",
            solid_joinstyle="round",
        )
        self._add(stroke, name)

    def marker(self, x: float, y: float, shape: Marker, colour: str, size: float = 0.75) -> None:
        """A data point; the shapes tell lines apart without colour."""
        if shape in {"disc", "ring"}:
            centre = self._point(x, y)
            path = Path.circle(centre, size / style.MM_PER_PT)
            fill = colour if shape == "disc" else colours.WHITE
            self._add(PathPatch(path, facecolor=fill, edgecolor=colour, linewidth=1.1))
            return
        fill = colours.WHITE if shape == "diamond" else colour
        corners = [(x + dx * size, y + dy * size) for dx, dy in _CORNERS[shape]]
        self.polygon(corners, fill, edge=colour, weight=1.1 if shape == "diamond" else 0.6)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        colour: str = colours.INK,
        size: float = style.SMALL,
        weight: int = 400,
        slant: style.Slant = "normal",
        align: Align = "left",
        upright: bool = True,
    ) -> float:
        """Write one line with its capitals centred on `y`; the right edge is returned.

        `upright=False` writes it upwards, centred on `x` and starting at `y`.
        """
        text = style.clean(text)
        width = style.text_width(text, size, weight, slant)
        left = x - {"left": 0.0, "centre": width / 2, "right": width}[align]
        half = size * style.CAP_HEIGHT / 2 * style.MM_PER_PT
        place = (left, y + half) if upright else (x + half, y)
        points = place[0] / style.MM_PER_PT, place[1] / style.MM_PER_PT
        writing = _Writing(points, text, colour, style.font(size, weight, slant))
        writing.angle = 0.0 if upright else 90.0
        if text:
            self._add(writing)
        return left + width

    def strokes(self) -> Strokes:
        """The same drawing as marks to be written in a page."""
        width, height = self.width / style.MM_PER_PT, self.height / style.MM_PER_PT
        recorder = Recorder(height)
        self._sheet.draw(recorder)
        return Strokes(width, height, tuple(recorder.marks))

    def svg(self) -> str:
        """The SVG element, the same bytes for the same drawing, without prolog or spare ids."""
        target = StringIO()
        with rc_context({"svg.fonttype": "none", "svg.hashsalt": "ptce-impact"}):
            self._canvas.print_svg(target, metadata=_NO_METADATA)  # type: ignore[no-untyped-call]
        text = target.getvalue()
        return _SPARE_ID.sub("", text[text.index("<svg") :])
