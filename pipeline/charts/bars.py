"""Bars: one a structure, in the order given, the value at the end of each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.charts import colours, signs, style
from pipeline.charts.model import STATE_WORDS, Chart
from pipeline.charts.surface import Surface
from pipeline.french import figure_text
from pipeline.model import Figure, State

PITCH = 5.0
THICKNESS = 3.4
AIRIER = 2.4  # mm that a row may gain where the page has room
THICKER = 0.5  # part of it that goes to the bar
NAME_SHARE = 0.36  # of the width, at most
MASK_LENGTH = 18.0  # constant: the length of a mask says nothing
GAP = 1.3
TARGET_ROOM = 4.4
LINE = style.line_height()


@dataclass(frozen=True, slots=True)
class _Row:
    """One structure: its name in lines, the strong text at the end of its bar, soft words after."""

    names: tuple[str, ...]
    figure: Figure
    strong: str
    soft: str

    @property
    def slant(self) -> style.Slant:
        """Italic for an event, upright for the reason of a mask."""
        return "normal" if self.figure.value is None else "italic"

    @property
    def height(self) -> float:
        return max(PITCH, len(self.names) * LINE + 1.4)

    @property
    def text_width(self) -> float:
        soft = style.text_width(self.soft, slant=self.slant) + 1.0 if self.soft else 0.0
        return style.text_width(self.strong, style.STRONG, 700) + soft


def _rows(chart: Chart) -> list[_Row]:
    events = dict(chart.events)
    worded = _words_fit(chart)
    rows: list[_Row] = []
    unit = True
    for name, figure in zip(chart.columns, chart.series[0].figures, strict=True):
        event = events.get(name, "")
        if figure.value is None:
            words = STATE_WORDS[figure.state] if worded else ""
            strong, soft = signs.state_text(figure), words
        else:
            strong = figure_text(figure, chart.indicator, unit=unit or chart.indicator.is_share)
            soft, unit = event, False
        names = style.wrap(name, chart.width_mm * NAME_SHARE)
        rows.append(_Row(names, figure, style.clean(strong), style.clean(soft)))
    return rows


def _name_width(chart: Chart) -> float:
    limit = chart.width_mm * NAME_SHARE
    lines = [line for name in chart.columns for line in style.wrap(name, limit)]
    return max((style.text_width(line) for line in lines), default=0.0) + 3.0


def _words_fit(chart: Chart) -> bool:
    """Whether the reason of a mask fits beside it; else a note under the bars gives it."""
    reasons = [STATE_WORDS[s] for s in chart.states if s is not State.VALUE]
    longest = max((style.text_width(reason) for reason in reasons), default=0.0)
    return _name_width(chart) + MASK_LENGTH + GAP + 6.0 + longest <= chart.width_mm


def _top(chart: Chart) -> float:
    return TARGET_ROOM if chart.series[0].target else 0.6


def height_mm(chart: Chart) -> float:
    """Height of the drawing: one row a structure, higher when its name takes two lines."""
    rows = _rows(chart)
    return _least(chart, rows) + _air(chart, rows) * len(rows)


def _least(chart: Chart, rows: list[_Row]) -> float:
    note = 0.0 if _words_fit(chart) else signs.note_height(chart)
    return _top(chart) + sum(row.height for row in rows) + 0.6 + note


def _air(chart: Chart, rows: list[_Row]) -> float:
    """What each row gains of the room that the page leaves: the same for all."""
    return min(max(0.0, chart.room_mm - _least(chart, rows)) / len(rows), AIRIER)


@dataclass(frozen=True, slots=True)
class _Ruler:
    """Place of zero, and mm for one unit of value."""

    zero: float
    scale: float

    def at(self, value: Decimal) -> float:
        return self.zero + float(value) * self.scale


def _width_from_zero(row: _Row) -> float:
    """Room in mm that a row without value takes from zero: its frame, then its words."""
    if row.figure.value is not None:
        return 0.0
    frame = MASK_LENGTH if row.figure.state in signs.MASKED else 0.0
    return frame + GAP + row.text_width


def _ruler(chart: Chart, rows: list[_Row]) -> _Ruler:
    """The longest bar and its text fill the width; zero is always on the drawing."""
    known = [(row.figure.value, row.text_width) for row in rows if row.figure.value is not None]
    target = chart.series[0].target
    limits = [value for value, _ in known] + ([target.value] if target else [])
    low, high = min(Decimal(0), *limits), max(Decimal(0), *limits)
    before = max((width + GAP for value, width in known if value < 0), default=0.0)
    after = max((width + GAP for value, width in known if value >= 0), default=0.0)
    if low < 0:  # masks and words stand at the right of zero, which is not at the left
        after = max(after, *(_width_from_zero(row) for row in rows))
    left = _name_width(chart)
    room = max(chart.width_mm - left - before - after, 5.0)
    scale = room / float(high - low) if high > low else 0.0
    return _Ruler(left + before - float(low) * scale, scale)


def draw(chart: Chart, surface: Surface) -> None:
    """Names on the left edge, bars from zero, the target across them, then the texts."""
    rows = _rows(chart)
    ruler, air = _ruler(chart, rows), _air(chart, rows)
    top = y = _top(chart)
    for index, row in enumerate(rows):
        middle = y + (row.height + air) / 2
        _draw_names(surface, row, middle)
        thickness = THICKNESS + air * THICKER
        span = (middle - thickness / 2, thickness)
        _draw_bar(chart, surface, row, ruler, span, f"{chart.id}-barre-{index}")
        y += row.height + air
    surface.line(((ruler.zero, top), (ruler.zero, y)), colours.INK_SOFT, 0.7)
    _draw_target(chart, surface, ruler, (top, y))
    y = top
    for row in rows:
        _draw_value(surface, row, ruler, y + (row.height + air) / 2)
        y += row.height + air
    if not _words_fit(chart):
        signs.draw_note(chart, surface, y)


def _draw_names(surface: Surface, row: _Row, middle: float) -> None:
    y = middle - (len(row.names) - 1) * LINE / 2
    for name in row.names:
        surface.text(0.0, y, name)
        y += LINE


def _draw_bar(
    chart: Chart,
    surface: Surface,
    row: _Row,
    ruler: _Ruler,
    span: tuple[float, float],
    name: str,
) -> None:
    top, thickness = span
    if row.figure.value:
        start, end = sorted((ruler.zero, ruler.at(row.figure.value)))
        colour = colours.THEMES[chart.theme]
        surface.rectangle(start, top, end - start, thickness, colour, name=name)
    elif row.figure.state in signs.MASKED:
        surface.outline(ruler.zero, top, MASK_LENGTH, thickness, name=name)


def _draw_value(surface: Surface, row: _Row, ruler: _Ruler, middle: float) -> None:
    value = row.figure.value
    if row.figure.state in signs.MASKED:
        x = ruler.zero + MASK_LENGTH + GAP
    else:
        x = ruler.at(value or Decimal(0)) + GAP
    if value is not None and value < 0:
        x = ruler.at(value) - GAP - row.text_width
    surface.rectangle(x - 0.4, middle - 1.7, row.text_width + 0.8, 3.4, colours.WHITE)
    x = surface.text(x, middle, row.strong, size=style.STRONG, weight=700)
    surface.text(x + 1.0, middle, row.soft, colour=colours.INK_SOFT, slant=row.slant)


def _draw_target(chart: Chart, surface: Surface, ruler: _Ruler, span: tuple[float, float]) -> None:
    target = chart.series[0].target
    if not target:
        return
    x = ruler.at(target.value)
    surface.line(((x, span[0] - 0.8), (x, span[1])), colours.INK, 0.9, dashed=True)
    text = style.clean(signs.target_label(target, chart.indicator))
    left = max(0.0, min(x - style.text_width(text) / 2, chart.width_mm - style.text_width(text)))
    surface.text(left, span[0] - 2.6, text)
