"""A composition: one stacked column a year, categories named at the right of the last one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from pipeline.charts import axis, colours, signs, style
from pipeline.charts.labels import spread
from pipeline.charts.model import Chart
from pipeline.charts.surface import Surface
from pipeline.french import figure_text
from pipeline.model import Figure, State

TOP = 4.6
PLOT = 44.0
COLUMNS = 5.4
GAP = 2.6
NAME_WIDTH = 34.0
_WHOLE = Decimal(100)
SEAM = 0.35  # white between two categories
MASK_WIDTH = 0.9  # of a column: the frame keeps clear of its neighbours
LINE = style.line_height()
# a column with one of these is drawn as a frame: partial heights would give the rest away
_SECRET = frozenset({State.HIDDEN, State.NOT_SIGNIFICANT})


@dataclass(frozen=True, slots=True)
class _Name:
    """What is written at the right: the last value, then the category in one or more lines."""

    value: str
    lines: tuple[str, ...]

    @property
    def first_width(self) -> float:
        return style.text_width(self.value, style.STRONG, 700) + (1.2 if self.value else 0.0)

    @property
    def width(self) -> float:
        return self.first_width + max((style.text_width(line) for line in self.lines), default=0.0)

    @property
    def height(self) -> float:
        return max(len(self.lines), 1) * LINE + 0.9


def _column(chart: Chart, index: int) -> list[Figure]:
    return [series.figures[index] for series in chart.series]


def _is_stacked(column: list[Figure]) -> bool:
    """Whether the column may be drawn part by part: something to draw, nothing hidden."""
    states = {figure.state for figure in column}
    return State.VALUE in states and not states & _SECRET


def is_drawn(chart: Chart) -> bool:
    """Whether one column at least is more than a frame."""
    return any(_is_stacked(_column(chart, i)) for i in range(len(chart.columns)))


def _names(chart: Chart) -> list[_Name]:
    drawn = _is_stacked(_column(chart, len(chart.columns) - 1))
    names = []
    for series in chart.series:
        text = figure_text(series.figures[-1], chart.indicator, unit=chart.indicator.is_share)
        value = style.clean(text) if drawn else ""
        names.append(_Name(value, style.wrap(series.label, NAME_WIDTH)))
    return names


def _plot_height(chart: Chart) -> float:
    room = chart.room_mm - TOP - COLUMNS - signs.note_height(chart)
    return max(PLOT, room, sum(name.height for name in _names(chart)))


def height_mm(chart: Chart) -> float:
    """Height of the drawing: higher when many categories must be named."""
    return TOP + _plot_height(chart) + COLUMNS + signs.note_height(chart)


class _Stack:
    """The geometry of one composition."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.names = _names(chart)
        self.bottom = TOP + _plot_height(chart)
        count = len(chart.columns)
        totals = [self.levels(i)[-1] for i in range(count)]
        if chart.indicator.is_share:
            totals = [min(total, _WHOLE) for total in totals]  # rounded shares may exceed 100
        ticks = axis.ticks(totals, chart.indicator)
        self.scale = axis.Scale(ticks, self.bottom, TOP)
        key = 0.0 if _is_stacked(_column(chart, count - 1)) else 3.4
        self.right = chart.width_mm - max(name.width for name in self.names) - GAP - key
        left = axis.inset(self.scale, chart.indicator) + 1.0
        self.thick = min(14.0, (self.right - left) / count * 0.74)
        # from the ticks to the names: the last column touches these
        pitch = (self.right - left - self.thick) / max(count - 1, 1)
        self.xs = [self.right - self.thick / 2 - (count - 1 - i) * pitch for i in range(count)]
        self.tints = colours.ramp(colours.THEMES[chart.theme], len(chart.series))

    def levels(self, index: int) -> list[Decimal]:
        """Heights of the seams of a column from zero up; flat when it must not be drawn."""
        column = _column(self.chart, index)
        parts = [f.value or Decimal(0) for f in column] if _is_stacked(column) else []
        if any(part < 0 for part in parts):
            raise ValueError(f"{self.chart.id}: a negative part cannot be stacked")
        return list(accumulate(parts, initial=Decimal(0)))


def draw(chart: Chart, surface: Surface) -> None:
    """Rules, columns with their values inside when they fit, names at the right."""
    stack = _Stack(chart)
    axis.draw_rules(surface, stack.scale, chart.indicator, stack.right)
    axis.draw_columns(surface, chart.columns, stack.xs, stack.bottom + 3.0)
    for index in range(len(chart.columns)):
        if _is_stacked(_column(chart, index)):
            _draw_column(stack, surface, index)
        else:
            _draw_mask(stack, surface, index)
    _draw_names(stack, surface)
    _draw_events(stack, surface)
    signs.draw_note(chart, surface, stack.bottom + COLUMNS)


def _draw_column(stack: _Stack, surface: Surface, index: int) -> None:
    left = stack.xs[index] - stack.thick / 2
    levels = [stack.scale.at(level) for level in stack.levels(index)]
    is_last = index == len(stack.chart.columns) - 1
    for rank, (low, high) in enumerate(pairwise(levels)):
        if low - high > 0:
            seam = SEAM if rank and low - high > 2 * SEAM else 0.0
            name = f"{stack.chart.id}-part-{index}-{rank}"
            tint = stack.tints[rank]
            surface.rectangle(left, high, stack.thick, low - high, tint, name=name)
            if seam:
                surface.line(((left, low), (left + stack.thick, low)), colours.WHITE, 1.0)
        figure = stack.chart.series[rank].figures[index]
        if not is_last and figure.value is not None:
            _draw_inside(stack, surface, figure, (stack.xs[index], low, high), stack.tints[rank])
    missing = [f for f in _column(stack.chart, index) if f.state is State.MISSING]
    if missing:
        text = signs.state_text(missing[0])
        surface.text(stack.xs[index], levels[-1] - 2.0, text, align="centre")


def _draw_inside(
    stack: _Stack, surface: Surface, figure: Figure, place: tuple[float, float, float], tint: str
) -> None:
    """The value in its part, when the part is high and wide enough."""
    x, low, high = place
    text = style.clean(figure_text(figure, stack.chart.indicator, unit=False))
    if low - high >= LINE and style.text_width(text) + 1.0 <= stack.thick:
        surface.text(x, (low + high) / 2, text, colour=colours.ink_on(tint), align="centre")


def _draw_mask(stack: _Stack, surface: Surface, index: int) -> None:
    """A column that is not shown: always the same frame, whatever its neighbours."""
    column = _column(stack.chart, index)
    secret = [figure for figure in column if figure.state in _SECRET]
    x = stack.xs[index]
    text = signs.state_text((secret or column)[0])
    if secret:
        width = stack.thick * MASK_WIDTH
        name = f"{stack.chart.id}-masque-{index}"
        surface.rectangle(x - width / 2, TOP, width, stack.bottom - TOP, colours.WHITE)
        surface.outline(x - width / 2, TOP, width, stack.bottom - TOP, name=name)
        surface.text(x, (TOP + stack.bottom) / 2, text, weight=600, align="centre")
    else:
        surface.text(x, stack.bottom - 2.2, text, colour=colours.INK_SOFT, align="centre")


def _draw_names(stack: _Stack, surface: Surface) -> None:
    last = len(stack.chart.columns) - 1
    drawn = _is_stacked(_column(stack.chart, last))
    heights = [name.height for name in stack.names]
    if drawn:
        levels = [stack.scale.at(level) for level in stack.levels(last)]
        anchors = [(a + b) / 2 for a, b in pairwise(levels)]
    else:
        step = (stack.bottom - TOP) / len(heights)
        anchors = [stack.bottom - step * (i + 0.5) for i in range(len(heights))]
    # the first category is the lowest; the order of places holds however high the names are
    order = sorted(range(len(anchors)), key=lambda i: (anchors[i], -i))
    wanted = list(accumulate((anchors[i] - heights[i] / 2 for i in order), max))
    tops = spread(wanted, [heights[i] for i in order], 0.0, stack.bottom + 1.5)
    for rank, top in zip(order, tops, strict=True):
        _draw_name(stack, surface, rank, top, anchors[rank] if drawn else None)


def _draw_name(
    stack: _Stack, surface: Surface, rank: int, top: float, anchor: float | None
) -> None:
    """One name; tied to its part by a hairline when it had to move, else by a key of colour."""
    name = stack.names[rank]
    x, y = stack.right + GAP, top + (LINE + 0.9) / 2
    centre = top + name.height / 2
    if anchor is None:
        surface.rectangle(x, y - 1.1, 2.2, 2.2, stack.tints[rank])
        x += 3.4
    elif abs(centre - anchor) > 1.0:
        surface.line(((stack.right + 0.3, anchor), (x - 0.5, centre)), colours.INK_SOFT, 0.4)
    surface.text(x, y, name.value, size=style.STRONG, weight=700)
    for i, line in enumerate(name.lines):
        surface.text(x + name.first_width, y + i * LINE, line)


def _draw_events(stack: _Stack, surface: Surface) -> None:
    """What happened, in italics over its column."""
    for column, text in stack.chart.events:
        if column not in stack.chart.columns:
            continue
        index = stack.chart.columns.index(column)
        clean = style.clean(text)
        width = style.text_width(clean, slant="italic")
        x = max(0.0, min(stack.xs[index] - width / 2, stack.right - width))
        y = stack.scale.at(stack.levels(index)[-1]) - 2.2
        surface.rectangle(x - 0.3, y - 1.6, width + 0.6, 3.2, colours.WHITE)
        surface.text(x, y, clean, colour=colours.INK_SOFT, slant="italic")
