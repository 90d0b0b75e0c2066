"""A young or a small pole: no year before the first, no drawing that would show nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.charts import composition
from pipeline.charts.model import Chart, Kind, Series
from pipeline.compose.material import Source
from pipeline.compose.page import Row
from pipeline.french import target_text
from pipeline.model import Figure, Indicator, State
from pipeline.plan import ChapterPlan


def first_told(series: Iterable[tuple[Figure, ...]]) -> int:
    """Rank of the first year of which something was delivered; 0 when nothing ever was."""
    years = enumerate(zip(*series, strict=True))
    return next((i for i, of_year in years if any(map(_is_delivered, of_year))), 0)


def _is_delivered(figure: Figure) -> bool:
    return figure.state is not State.MISSING


def since_first(
    columns: tuple[str, ...], series: tuple[Series, ...]
) -> tuple[tuple[str, ...], tuple[Series, ...]]:
    """The years from the first one told; hidden ones are told."""
    first = first_told(one.figures for one in series)
    return columns[first:], tuple(replace(one, figures=one.figures[first:]) for one in series)


def of_one_year(chart: Chart) -> Chart:
    """One year is no line, nor a stack among others: values become bars, one alone a gauge."""
    is_stack = chart.kind is Kind.COMPOSITION and composition.is_drawn(chart)
    if len(chart.columns) > 1 or not (is_stack or chart.kind is Kind.TREND):
        return chart
    if chart.kind is Kind.TREND and len(chart.series) == 1:
        return replace(chart, kind=Kind.GAUGE, events=())
    names = tuple(one.label[:1].upper() + one.label[1:] for one in chart.series)
    figures = tuple(one.figures[0] for one in chart.series)
    bars = Series(chart.indicator.title, figures)
    return replace(chart, kind=Kind.BARS, columns=names, series=(bars,), events=())


def shows_something(chart: Chart) -> bool:
    """Whether the drawing compares values: neither a frame of masks nor a bar alone."""
    if chart.kind is Kind.COMPOSITION:
        return composition.is_drawn(chart)
    is_alone = len(chart.shown) == 1 and not (chart.kind is Kind.GAUGE and chart.series[0].target)
    return chart.has_value and not is_alone


def unsent(plan: ChapterPlan, source: Source) -> tuple[Row, ...]:
    """The core figures of a chapter with their target, when none was ever delivered; else ()."""
    lines = [line.partition(".") for line in plan.tableaux.annees]
    series = (source.figures.series(indicator, category=c) for indicator, _, c in lines)
    if any(_is_delivered(figure) for one in series for figure in one):
        return ()
    heads = (source.figures.indicators[i] for i in dict.fromkeys(i for i, _, _ in lines))
    return tuple(Row(head.title, head.code, (_goal(head, source),)) for head in heads)


def _goal(head: Indicator, source: Source) -> str:
    target = source.target(head.id)
    return f"objectif {target_text(target, head.unit)}" if target else ""
