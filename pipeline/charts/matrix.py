"""A matrix: a number a pair, the darker the larger.

A symmetric one is laid like a table of road distances: each name stands once, at the end of
its row and on top of its column, and only the lower half is filled.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.charts import colours, signs, style
from pipeline.charts.model import Chart
from pipeline.charts.surface import Surface
from pipeline.french import figure_text
from pipeline.model import Figure, State

LARGEST = 6.2
SMALLEST = 4.2
SEAM = 0.35
HEAD_WIDTH = 34.0  # of the names written upwards
GAP = 1.6


class _Grid:
    """Sizes in mm: side of a square, room on the left and above for the names."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.left = self.top = 0.0
        if chart.is_symmetric:
            names = [style.clean(series.label) for series in chart.series]
            rooms = [
                (chart.width_mm - GAP - style.text_width(name)) / (i + 1)
                for i, name in enumerate(names)
            ]
            self.side = max(SMALLEST, min(LARGEST, *rooms))
            return
        names = [style.clean(series.label) for series in chart.series]
        rest = chart.width_mm - len(chart.columns) * SMALLEST
        self.left = min(max(style.text_width(name) for name in names) + GAP, rest)
        self.side = min(LARGEST, (chart.width_mm - self.left) / len(chart.columns))
        heads = [style.shorten(name, HEAD_WIDTH) for name in chart.columns]
        self.top = max(style.text_width(head) for head in heads) + GAP + 0.8

    @property
    def bottom(self) -> float:
        return self.top + self.side * len(self.chart.series)

    def cells(self) -> Iterator[tuple[float, float, Figure]]:
        """Top left corner and figure of every cell drawn."""
        for row in range(len(self.chart.series)):
            drawn = row if self.chart.is_symmetric else len(self.chart.columns)
            for column in range(drawn):
                x, y = self.left + column * self.side, self.top + row * self.side
                yield x, y, self.chart.cell(row, column)


def height_mm(chart: Chart) -> float:
    """Height of the drawing: one row a label."""
    return _Grid(chart).bottom + signs.note_height(chart) + 0.4


def draw(chart: Chart, surface: Surface) -> None:
    """Squares with their numbers, then the names."""
    grid = _Grid(chart)
    known = [figure.value for _, _, figure in grid.cells() if figure.value]
    highest = max(known, default=Decimal(1))
    for x, y, figure in grid.cells():
        _draw_cell(grid, surface, (x, y), figure, highest)
    if chart.is_symmetric:
        _draw_diagonal(grid, surface)
    else:
        _draw_heads(grid, surface)
    signs.draw_note(chart, surface, grid.bottom)


def _draw_cell(
    grid: _Grid, surface: Surface, corner: tuple[float, float], figure: Figure, highest: Decimal
) -> None:
    """A square; nothing at all for a pair without a row, a bare 0 for a true zero."""
    if figure.state is State.MISSING:
        return
    (x, y), inner = corner, grid.side - SEAM
    middle = (x + inner / 2, y + inner / 2)
    text = figure_text(figure, grid.chart.indicator, unit=False)
    ink = colours.INK_SOFT
    if figure.value:
        fill = colours.intensity(colours.THEMES[grid.chart.theme], float(figure.value / highest))
        surface.rectangle(x, y, inner, inner, fill)
        ink = colours.ink_on(fill)
    elif figure.state in signs.MASKED:
        surface.outline(x + 0.3, y + 0.3, inner - 0.6, inner - 0.6)
    if style.text_width(style.clean(text)) <= inner:
        surface.text(*middle, text, colour=ink, align="centre")


def _draw_diagonal(grid: _Grid, surface: Surface) -> None:
    inner = grid.side - SEAM
    for i, series in enumerate(grid.chart.series):
        corner = i * grid.side
        surface.rectangle(corner, corner, inner, inner, colours.RULE)
        x = corner + inner + GAP
        surface.text(x, corner + inner / 2, style.shorten(series.label, surface.width - x))


def _draw_heads(grid: _Grid, surface: Surface) -> None:
    middle = (grid.side - SEAM) / 2
    for i, name in enumerate(grid.chart.columns):
        x = grid.left + i * grid.side + middle
        surface.text(x, grid.top - GAP, style.shorten(name, HEAD_WIDTH), upright=False)
    for i, series in enumerate(grid.chart.series):
        y = grid.top + i * grid.side + middle
        surface.text(0.0, y, style.shorten(series.label, grid.left - GAP))
