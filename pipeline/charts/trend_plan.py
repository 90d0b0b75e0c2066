"""Geometry of a trend: where the years, the values, the targets and the endings stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.charts import axis, signs, style
from pipeline.charts.labels import Box, Point, spread
from pipeline.charts.model import Chart, Series
from pipeline.french import figure_text
from pipeline.model import Target

TOP = 4.6
COLUMNS = 5.4
_PLOT = 34.0
_GAP = 3.0  # between the last point and what is written at its right
_NAME_WIDTH = 32.0
LINE = style.line_height()
STRONG_LINE = style.line_height(style.STRONG)


@dataclass(frozen=True, slots=True)
class Ending:
    """What is written at the right of a line: its last value, its name, the target of that year.

    `goal` is "" when no target stands in the last column: one that holds for all the years has
    room on its own stroke.
    """

    value: str
    names: tuple[str, ...]
    goal: str = ""

    @property
    def width(self) -> float:
        """Width in mm of the widest line."""
        widths = [style.text_width(name) for name in (*self.names, self.goal)]
        return max([style.text_width(self.value, style.STRONG, 700), *widths])

    @property
    def height(self) -> float:
        """Height in mm, white included."""
        return STRONG_LINE + (len(self.names) + bool(self.goal)) * LINE + 0.9


def _ending(chart: Chart, series: Series) -> Ending:
    names = style.wrap(series.label, _NAME_WIDTH)
    known = [i for i, figure in enumerate(series.figures) if figure.value is not None]
    if not known:
        return Ending(signs.state_text(series.figures[-1]), names)
    value = style.clean(figure_text(series.figures[known[-1]], chart.indicator))
    late = "" if known[-1] == len(chart.columns) - 1 else f" en {chart.columns[known[-1]]}"
    return Ending(style.clean(value + late), names, _goal(chart, series))


def _goal(chart: Chart, series: Series) -> str:
    target = series.target
    if target is None or str(target.year) != chart.columns[-1]:
        return ""
    return style.clean(signs.target_label(target, chart.indicator))


class Plan:
    """Every place on the drawing of one trend, in mm."""

    def __init__(self, chart: Chart) -> None:
        """Lay out the chart; its height follows from the endings."""
        self.chart = chart
        self.endings = [_ending(chart, series) for series in chart.series]
        room = chart.room_mm - TOP - COLUMNS - signs.note_height(chart)
        self.bottom = TOP + max(_PLOT, room, sum(e.height for e in self.endings) - TOP + 1.0)
        values = [f.value for s in chart.series for f in s.figures if f.value is not None]
        values += [s.target.value for s in chart.series if s.target]
        ticks = axis.ticks(values, chart.indicator)
        self.scale = axis.Scale(ticks, self.bottom, TOP)
        self.right = chart.width_mm - max(e.width for e in self.endings) - _GAP
        self.inset = axis.inset(self.scale, chart.indicator)
        left = self.inset + 3.0
        count = len(chart.columns)
        self.pitch = (self.right - left) / max(count - 1, 1)
        self.xs = [left + i * self.pitch for i in range(count)]
        if count == 1:
            self.xs = [(left + self.right) / 2]

    @property
    def height(self) -> float:
        """Height of the whole drawing."""
        return self.bottom + COLUMNS + signs.note_height(self.chart)

    def points(self, series: Series) -> list[Point | None]:
        """Place of each figure, None where there is no number."""
        pairs = zip(self.xs, series.figures, strict=True)
        return [None if f.value is None else (x, self.scale.at(f.value)) for x, f in pairs]

    def runs(self, series: Series) -> Iterator[list[Point]]:
        """The unbroken parts of a line."""
        run: list[Point] = []
        for point in [*self.points(series), None]:
            if point is not None:
                run.append(point)
            elif run:
                yield run
                run = []

    def targets(self) -> Iterator[tuple[int, Target, tuple[Point, Point]]]:
        """Rank of the series, target, and the stroke where it holds, when it is drawn."""
        for rank, series in enumerate(self.chart.series):
            span = self._span(series.target) if series.target else None
            if series.target and span:
                y = self.scale.at(series.target.value)
                yield rank, series.target, ((span[0], y), (span[1], y))

    def _span(self, target: Target) -> tuple[float, float] | None:
        """From where to where a target holds; None when its year is not drawn."""
        if target.year is None:
            return self.xs[0], self.xs[-1]
        if str(target.year) not in self.chart.columns:
            return None
        x = self.xs[self.chart.columns.index(str(target.year))]
        return x - self.pitch * 0.45, min(x + self.pitch * 0.45, self.right + 1.2)

    def anchor(self, series: Series) -> float:
        """Height of the last point of a line; the axis when it has none."""
        known = [point[1] for point in self.points(series) if point is not None]
        return known[-1] if known else self.bottom

    def ending_boxes(self) -> list[Box]:
        """Places of the endings, near the last points and never over one another."""
        heights = [ending.height for ending in self.endings]
        wanted = [self.anchor(series) - STRONG_LINE / 2 for series in self.chart.series]
        tops = spread(wanted, heights, 0.0, self.bottom + 1.0)
        x = self.right + _GAP
        pairs = zip(self.endings, tops, strict=True)
        return [Box(x, top, ending.width, ending.height) for ending, top in pairs]
