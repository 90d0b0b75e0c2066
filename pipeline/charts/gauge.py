"""A gauge: one value on its scale, with the target as a tick across it."""

from __future__ import annotations

from decimal import Decimal

from pipeline.charts import axis, colours, signs, style
from pipeline.charts.model import STATE_WORDS, Chart
from pipeline.charts.surface import Surface
from pipeline.french import figure_text

TARGET_ROOM = 4.4
THICKNESS = 5.6
SCALE_ROOM = 4.6
VALUE_SIZE = 10.0
GAP = 1.4


def _top(chart: Chart) -> float:
    return TARGET_ROOM if chart.series[0].target else 0.4


def height_mm(chart: Chart) -> float:
    """Height of the drawing: lower when there is no target to name."""
    return _top(chart) + THICKNESS + SCALE_ROOM


def _scale(chart: Chart) -> axis.Scale:
    target = chart.series[0].target
    known = [chart.series[0].figures[0].value, target.value if target else None]
    values = [value for value in known if value is not None]
    if chart.indicator.is_share:
        values.append(Decimal(100))
    ticks = axis.ticks(values, chart.indicator)
    return axis.Scale(ticks, 0.0, chart.width_mm)


def draw(chart: Chart, surface: Surface) -> None:
    """Track, bar, target, then the value where the target does not cross it."""
    scale, top = _scale(chart), _top(chart)
    figure = chart.series[0].figures[0]
    surface.rectangle(0.0, top, chart.width_mm, THICKNESS, colours.TRACK)
    value = figure.value
    if value is not None:
        start, end = sorted((scale.at(Decimal(0)), scale.at(value)))
        colour = colours.THEMES[chart.theme]
        name = f"{chart.id}-barre-0"
        surface.rectangle(start, top + 0.9, end - start, THICKNESS - 1.8, colour, name=name)
    _draw_target(chart, surface, scale)
    _draw_value(chart, surface, scale)
    texts = axis.tick_texts(scale, chart.indicator)
    y = top + THICKNESS + 2.6
    surface.text(0.0, y, texts[0], colour=colours.INK_SOFT)
    surface.text(chart.width_mm, y, texts[-1], colour=colours.INK_SOFT, align="right")


def _draw_target(chart: Chart, surface: Surface, scale: axis.Scale) -> None:
    target = chart.series[0].target
    if not target:
        return
    x, top = scale.at(target.value), _top(chart)
    surface.line(((x, top), (x, top + THICKNESS)), colours.WHITE, 3.6)
    surface.line(((x, top - 0.9), (x, top + THICKNESS + 0.9)), colours.INK, 1.6)
    text = style.clean(signs.target_label(target, chart.indicator))
    width = style.text_width(text)
    left = max(0.0, min(x - width / 2, chart.width_mm - width))
    surface.text(left, top - 2.7, text)


def _draw_value(chart: Chart, surface: Surface, scale: axis.Scale) -> None:
    """After the bar; inside it, in white, when the target or the edge is in the way."""
    figure, target = chart.series[0].figures[0], chart.series[0].target
    middle = _top(chart) + THICKNESS / 2
    text = style.clean(figure_text(figure, chart.indicator))
    width = style.text_width(text, VALUE_SIZE, 700)
    if figure.value is None:
        surface.text(GAP, middle, f"{text} {STATE_WORDS[figure.state]}")
        return
    end = scale.at(max(figure.value, Decimal(0)))
    tick = scale.at(target.value) if target else -1.0
    crossed = end < tick < end + GAP + width + 1.0
    colour, x = colours.INK, end + GAP
    if crossed or end + GAP + width > chart.width_mm:
        inside = end - scale.at(Decimal(0)) > width + 2 * GAP
        colour, x = (colours.WHITE, end - GAP - width) if inside else (colours.INK, tick + GAP)
    surface.text(x, middle, text, colour=colour, size=VALUE_SIZE, weight=700)
