"""Labels inside a trend, each at a place where it covers neither a line nor another label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from pipeline.charts import axis, colours, signs, style
from pipeline.charts.labels import Board, Box, Point, along
from pipeline.charts.model import Series
from pipeline.charts.trend_plan import TOP, Plan
from pipeline.french import NBSP, STATE_TEXT, figure_text
from pipeline.model import State

HEIGHT = 2.9
MARK_WIDTH = 2.6
OVERHANG = 2.5  # of a sign at the last year, on the right of its point


@dataclass(frozen=True, slots=True)
class Label:
    """A placed text. `mark` is the rank of the series whose marker is repeated before it."""

    text: str
    box: Box
    colour: str
    slant: style.Slant = "normal"
    mark: int | None = None


def place(plan: Plan) -> list[Label]:
    """Signs at the axis, targets, lowest and first values, events: in order of need."""
    board = Board([*_axis_boxes(plan), *plan.ending_boxes()])
    for series in plan.chart.series:
        for run in plan.runs(series):
            board.add_points(along(run))
    labels = [*_signs(plan, board), *_targets(plan, board)]
    for _, _, stroke in plan.targets():
        board.add_points(along(stroke))
    return [*labels, *_values(plan, board), *_events(plan, board)]


def _axis_boxes(plan: Plan) -> list[Box]:
    texts = axis.tick_texts(plan.scale, plan.chart.indicator)
    pairs = zip(plan.scale.ticks, texts, strict=True)
    return [Box(0.0, plan.scale.at(t) - 3.4, style.text_width(s) + 1, 3.4) for t, s in pairs]


def _signs(plan: Plan, board: Board) -> Iterator[Label]:
    """`s` or `n.d.` over the axis, under the gap; once when no series has a value there.

    One series among others is named: its marker at the axis would be read as a zero.
    """
    columns = zip(*(series.figures for series in plan.chart.series), strict=True)
    states = [{figure.state for figure in column} for column in columns]
    for i, (state, *others) in enumerate(states):
        if not others and state is not State.VALUE:
            yield _sign(plan, board, STATE_TEXT[state], [i], colours.INK_SOFT)
    for rank, series in enumerate(plan.chart.series):
        _, colour = colours.line_colours(plan.chart.theme, rank)
        own = [f.state if len(states[i]) > 1 else State.VALUE for i, f in enumerate(series.figures)]
        for state, run in groupby(range(len(own)), own.__getitem__):
            if state is not State.VALUE:
                named = style.clean(f"{series.label}{NBSP}: {STATE_TEXT[state]}")
                yield _sign(plan, board, named, list(run), colour)


def _sign(plan: Plan, board: Board, text: str, columns: list[int], colour: str) -> Label:
    """In the middle of its years; not beside the number of the axis, as if it were a value."""
    width = style.text_width(text)
    middle = (plan.xs[columns[0]] + plan.xs[columns[-1]]) / 2
    left = max(plan.inset, min(middle - width / 2, plan.right + OVERHANG - width))
    places = [Box(left, plan.bottom - 3.3 - 3.1 * k, width, HEIGHT) for k in range(6)]
    if columns[0] == 0:
        places.sort(key=lambda place: _is_at_a_tick(place, plan))
    return Label(text, board.best(places), colour)


def _targets(plan: Plan, board: Board) -> Iterator[Label]:
    """`objectif 60 %` on its stroke, over it or else under it; not those that an ending names."""
    targets = list(plan.targets())
    for rank, target, ((start, y), (end, _)) in targets:
        if plan.endings[rank].goal:
            continue
        text = style.clean(signs.target_label(target, plan.chart.indicator))
        mark = rank if len(targets) > 1 else None
        width = style.text_width(text) + (MARK_WIDTH if mark is not None else 0.0)
        room = end - start - width
        starts = [start + room * k / 6 for k in range(7)]  # leftwards when the stroke is short
        rows = (-3.5, 0.6) if room > 0 else (-3.5, 0.6, -5.5, 2.6)
        places = [Box(min(x, end - width), y + dy, width, HEIGHT) for dy in rows for x in starts]
        yield Label(text, board.best(places), colours.INK, mark=mark)


def _values(plan: Plan, board: Board) -> Iterator[Label]:
    """The lowest then the first value of each line, where there is room; the last is at right."""
    for wanted in (_lowest, _first):
        for rank, series in enumerate(plan.chart.series):
            i = wanted(series)
            point = None if i is None else plan.points(series)[i]
            if i is None or point is None:
                continue
            text = style.clean(figure_text(series.figures[i], plan.chart.indicator, unit=False))
            places = _beside(point, style.text_width(text))
            if i == 0:
                places.sort(key=lambda place: _is_at_a_tick(place, plan))
            box = board.free([p for p in places if p.y + HEIGHT <= plan.bottom])
            if box:
                yield Label(text, box, colours.line_colours(plan.chart.theme, rank)[1])


def _lowest(series: Series) -> int | None:
    """Index of the lowest value, unless it is the last one, written at the right anyway."""
    known = [(f.value, i) for i, f in enumerate(series.figures) if f.value is not None]
    if not known:
        return None
    index = min(known)[1]
    return None if index == known[-1][1] else index


def _first(series: Series) -> int | None:
    """Index of the first value, unless it is the lowest or the last."""
    known = [i for i, figure in enumerate(series.figures) if figure.value is not None]
    return known[0] if len(known) > 1 and known[0] != _lowest(series) else None


def _beside(point: Point, width: float) -> list[Box]:
    """Just under the point, else just over it: elsewhere it would seem another point's."""
    x, y = point
    return [Box(x - width / 2, y + dy, width, HEIGHT) for dy in (1.4, -4.3)]


def _is_at_a_tick(place: Box, plan: Plan) -> bool:
    """Whether a label of the first year would be read with the number of the axis beside it."""
    row = Box(0.0, place.y, place.x, place.height)
    return any(row.overlaps(tick) for tick in _axis_boxes(plan))


def _events(plan: Plan, board: Board) -> Iterator[Label]:
    """What happened, in italics at its year, as near as can be to the first line."""
    for column, event in plan.chart.events:
        if column not in plan.chart.columns:
            continue
        i = plan.chart.columns.index(column)
        text = style.clean(event)
        width = style.text_width(text, slant="italic")
        known = [p for p in (plan.points(s)[i] for s in plan.chart.series) if p]
        y = known[0][1] if known else (TOP + plan.bottom) / 2
        x = max(0.0, min(plan.xs[i] - width / 2, plan.right - width))
        rows = [
            y + (1.4 + 1.5 * k if side > 0 else -4.3 - 1.5 * k)
            for k in range(24)
            for side in (1, -1)
        ]
        inside = [row for row in rows if TOP + 0.4 <= row <= plan.bottom - HEIGHT - 0.4]
        box = board.best([Box(x, row, width, HEIGHT) for row in inside])
        yield Label(text, box, colours.INK_SOFT, "italic")
