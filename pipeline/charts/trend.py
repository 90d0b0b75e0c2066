"""A trend: one line a series, named where it ends, broken where a figure is not shown."""

from __future__ import annotations

from pipeline.charts import axis, colours, signs, style
from pipeline.charts.model import Chart, Series
from pipeline.charts.surface import MARKERS, Surface
from pipeline.charts.trend_labels import MARK_WIDTH, Label, place
from pipeline.charts.trend_plan import COLUMNS, LINE, STRONG_LINE, Plan


def height_mm(chart: Chart) -> float:
    """Height of the drawing: higher when many lines must be named, or signs explained."""
    return Plan(chart).height


def draw(chart: Chart, surface: Surface) -> None:
    """Rules, then targets, then lines, then every label at a place found free."""
    plan = Plan(chart)
    labels = place(plan)
    axis.draw_rules(surface, plan.scale, chart.indicator, plan.right)
    axis.draw_columns(surface, chart.columns, plan.xs, plan.bottom + 3.0)
    for label in labels:
        box = label.box
        surface.rectangle(box.x, box.y, box.width, box.height, colours.WHITE)
    for _, _, stroke in plan.targets():
        surface.line(stroke, colours.INK, 0.9, dashed=True)
    for rank, series in reversed(list(enumerate(chart.series))):
        _draw_line(plan, surface, rank, series)
    for label in labels:
        _draw_label(plan, surface, label)
    for rank in range(len(chart.series)):
        _draw_ending(plan, surface, rank)
    signs.draw_note(chart, surface, plan.bottom + COLUMNS)


def _draw_line(plan: Plan, surface: Surface, rank: int, series: Series) -> None:
    colour, _ = colours.line_colours(plan.chart.theme, rank)
    shape = MARKERS[rank % len(MARKERS)]
    for number, run in enumerate(plan.runs(series)):
        if len(run) > 1:
            name = f"{plan.chart.id}-ligne-{rank}-{number}"
            surface.line(run, colour, 1.7 if rank == 0 else 1.4, name=name)
        for x, y in run:
            surface.marker(x, y, shape, colour, 0.95 if x == plan.xs[-1] else 0.7)


def _draw_label(plan: Plan, surface: Surface, label: Label) -> None:
    x, y = label.box.x, label.box.y + label.box.height / 2
    if label.mark is not None:
        colour, _ = colours.line_colours(plan.chart.theme, label.mark)
        surface.marker(x + 1.0, y, MARKERS[label.mark % len(MARKERS)], colour, 0.7)
        x += MARK_WIDTH
    surface.text(x, y, label.text, colour=label.colour, slant=label.slant)


def _draw_ending(plan: Plan, surface: Surface, rank: int) -> None:
    """The last value and the name of a line, tied to it by a hairline when they had to move."""
    ending, box = plan.endings[rank], plan.ending_boxes()[rank]
    _, colour = colours.line_colours(plan.chart.theme, rank)
    y, anchor = box.y + STRONG_LINE / 2, plan.anchor(plan.chart.series[rank])
    if abs(y - anchor) > 1.0:
        stroke = ((plan.right + 1.6, anchor), (box.x - 0.5, y))
        surface.line(stroke, colours.INK_SOFT, 0.4)
    surface.text(box.x, y, ending.value, colour=colour, size=style.STRONG, weight=700)
    below = box.y + STRONG_LINE + 0.4 * LINE
    for i, name in enumerate(ending.names):
        surface.text(box.x, below + i * LINE, name, colour=colour)
    if ending.goal:
        surface.text(box.x, below + len(ending.names) * LINE, ending.goal, colour=colours.INK)
