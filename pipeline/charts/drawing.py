"""One door to the five drawings, and the drawing that says there is nothing to draw."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.charts import bars, colours, composition, gauge, matrix, signs, trend
from pipeline.charts.model import Chart, Kind
from pipeline.charts.strokes import Strokes
from pipeline.charts.surface import Surface

_EMPTY_HEIGHT = 16.0
_HEIGHTS: dict[Kind, Callable[[Chart], float]] = {
    Kind.TREND: trend.height_mm,
    Kind.BARS: bars.height_mm,
    Kind.COMPOSITION: composition.height_mm,
    Kind.GAUGE: gauge.height_mm,
    Kind.MATRIX: matrix.height_mm,
}
_DRAWINGS: dict[Kind, Callable[[Chart, Surface], None]] = {
    Kind.TREND: trend.draw,
    Kind.BARS: bars.draw,
    Kind.COMPOSITION: composition.draw,
    Kind.GAUGE: gauge.draw,
    Kind.MATRIX: matrix.draw,
}


def height_mm(chart: Chart) -> float:
    """Height of the drawing in mm, known from its content before it is drawn."""
    if not chart.has_value:
        return round(_EMPTY_HEIGHT + signs.note_height(chart), 2)
    return round(_HEIGHTS[chart.kind](chart), 2)


def draw(chart: Chart) -> str:
    """The SVG of a chart at its final size: the same bytes for the same figures."""
    return _drawn(chart).svg()


def record(chart: Chart) -> Strokes:
    """The same drawing, for the page of a PDF."""
    return _drawn(chart).strokes()


def _drawn(chart: Chart) -> Surface:
    surface = Surface(chart.width_mm, height_mm(chart))
    if chart.has_value:
        _DRAWINGS[chart.kind](chart, surface)
    else:
        _draw_empty(chart, surface)
    return surface


def _draw_empty(chart: Chart, surface: Surface) -> None:
    """A frame of constant height with its reason, rather than axes without data."""
    edge = 0.3
    surface.outline(edge, edge, chart.width_mm - 2 * edge, _EMPTY_HEIGHT - 2 * edge)
    text = "aucune valeur publiable"
    colour = colours.INK_SOFT
    surface.text(
        chart.width_mm / 2, _EMPTY_HEIGHT / 2, text, colour=colour, size=9.0, align="centre"
    )
    signs.draw_note(chart, surface, _EMPTY_HEIGHT)
