"""What a chart says first to who cannot see it: where it goes, what is highest and lowest.

Told from the figures as printed, and only from those: where one is not told, the others are said
to be "of the published values". No cause, no judgement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from pipeline.charts.model import Chart, Kind, Series
from pipeline.french import NBSP, figure_text, number, plural, quantity
from pipeline.model import Figure, Indicator, State
from pipeline.proof import marks

_MOST_NAMED = 5

Named = tuple[str, Figure]


def message(chart: Chart) -> str:
    """One sentence without its head: `en hausse de 9,7 points, au plus bas en 2023`."""
    if not chart.has_value:
        return "aucune valeur publiable"
    return _MESSAGES[chart.kind](chart)


def told(figure: Figure, indicator: Indicator) -> str:
    """A value as it is read aloud: persons were named once, `pers.` would be spelt."""
    return figure_text(figure, indicator, unit=indicator.unit != "pers.")


def printed(figure: Figure, indicator: Indicator) -> Decimal:
    """The number of a figure known to have one, as a reader finds it again."""
    if figure.value is None:
        raise ValueError(f"no value: {figure.key}")
    step = Decimal(1).scaleb(-indicator.decimals)
    return figure.value.quantize(step, rounding=ROUND_HALF_UP)


def known(named: Iterable[Named]) -> list[Named]:
    """Those that have a value."""
    return [(name, figure) for name, figure in named if figure.value is not None]


def pairs(chart: Chart) -> list[Named]:
    """The cells of a matrix as they are drawn, each named after its row and its column."""
    return [
        (f"{series.label}{NBSP}– {chart.columns[j]}", chart.cell(i, j))
        for i, series in enumerate(chart.series)
        for j in range(i if chart.is_symmetric else len(chart.columns))
    ]


def listed(names: Sequence[str]) -> str:
    """`a, b et c`; beyond a few names, the first ones: how many others is told in the table."""
    if len(names) > _MOST_NAMED:
        return f"{', '.join(names[: _MOST_NAMED - 1])} et d'autres"
    return " et ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _trend(chart: Chart) -> str:
    named = len(chart.series) > 1
    lines = [_line(chart, series) for series in chart.series]
    if named:
        lines = [f"{one.label}, {line}" for one, line in zip(chart.series, lines, strict=True)]
    return f"{NBSP}; ".join(lines)


def _line(chart: Chart, series: Series) -> str:
    """The change from the first value told to the last, then the extremes in between."""
    points = known(zip(chart.columns, series.figures, strict=True))
    if not points:
        return "sans valeur publiable"
    (first, start), (last, end) = points[0], points[-1]
    if len(points) == 1:
        return f"une valeur, en {first}"
    ends = f" depuis {first}" if first != chart.columns[0] else ""
    ends += f" jusqu'en {last}" if last != chart.columns[-1] else ""
    parts = [_change(start, end, chart.indicator) + ends]
    values = [printed(figure, chart.indicator) for _, figure in points]
    for word, pick in (("au plus bas", min), ("au plus haut", max)):
        years = [name for (name, _), v in zip(points, values, strict=True) if v == pick(values)]
        if len(years) == 1 and years[0] not in {first, last}:
            parts.append(f"{word} en {years[0]}")
    is_whole = len(points) == len(chart.columns) or len(parts) == 1
    return ", ".join(parts) + ("" if is_whole else " parmi les années publiées")


def _change(start: Figure, end: Figure, indicator: Indicator) -> str:
    """The change between two figures as they are printed, so that a reader finds it again."""
    change = printed(end, indicator) - printed(start, indicator)
    if not change:
        return "sans changement"
    word = "en hausse de" if change > 0 else "en baisse de"
    if indicator.is_share:
        gap = f"{number(abs(change), indicator.decimals)} {plural(change, 'point')}"
    else:
        unit = "" if indicator.unit == "pers." else indicator.unit
        gap = quantity(abs(change), unit, indicator.decimals)
    return f"{word} {marks.of_figures(gap, start, end)}"


def _bars(chart: Chart) -> str:
    return _ends(list(zip(chart.columns, chart.series[0].figures, strict=True)), chart)


def _ends(every: Sequence[Named], chart: Chart) -> str:
    """The highest of the values told, and the lowest of bars, with all who share them."""
    values = known(every)
    top, bottom = _those(values, chart, max), _those(values, chart, min)
    if len(values) == 1:
        return f"{_named(top, chart)}, seule valeur publiée"
    if top == bottom:
        return f"même valeur partout où elle est publiée, {told(top[0][1], chart.indicator)}"
    is_whole = len(values) == len(every)
    lead = "la valeur la plus élevée" if is_whole else "parmi les valeurs publiées, la plus élevée"
    text = f"{lead} est {_named(top, chart)}"
    return text if chart.kind is Kind.MATRIX else f"{text}, la plus faible {_named(bottom, chart)}"


def _those(
    values: Sequence[Named], chart: Chart, pick: Callable[[list[Decimal]], Decimal]
) -> list[Named]:
    sizes = [printed(figure, chart.indicator) for _, figure in values]
    return [one for one, size in zip(values, sizes, strict=True) if size == pick(sizes)]


def _named(those: Sequence[Named], chart: Chart) -> str:
    """`58 (Les Berges en commun)`."""
    text = told(those[0][1], chart.indicator)
    return f"{text} ({listed([name for name, _ in those])})"


def _composition(chart: Chart) -> str:
    """The largest part of the last year, and of the first."""
    found = [(year, part) for i, year in enumerate(chart.columns) if (part := _largest(chart, i))]
    (first, (before, start)), (last, (after, end)) = found[0], found[-1]
    lead = f"la plus grande part est {after} en {last} ({end})"
    if first == last:
        return lead
    if before == after:
        return f"{lead} comme en {first} ({start})"
    return f"{lead}{NBSP}; en {first}, {before} ({start})"


def _largest(chart: Chart, column: int) -> tuple[str, str] | None:
    """The names of the parts that are largest among those told, and their value."""
    every = [(series.label, series.figures[column]) for series in chart.series]
    values = known(every)
    if not values:
        return None
    those = _those(values, chart, max)
    among = "" if len(values) == len(every) else ", parmi les parts publiées"
    return listed([name for name, _ in those]), f"{told(those[0][1], chart.indicator)}{among}"


def _gauge(chart: Chart) -> str:
    series = chart.series[0]
    text = figure_text(series.figures[0], chart.indicator)
    lead = f"{series.label}, " if series.label not in {"", chart.indicator.title} else ""
    if series.target is None:
        return f"{lead}{text}"
    gap = printed(series.figures[0], chart.indicator) - series.target.value
    side = "égal à" if not gap else "au-dessus de" if gap > 0 else "au-dessous de"
    return f"{lead}{text}, {side} l'objectif"


def _matrix(chart: Chart) -> str:
    """A pair that shares nothing is not drawn: it is not a value kept from the reader."""
    drawn = [(name, figure) for name, figure in pairs(chart) if figure.state is not State.MISSING]
    return _ends(drawn, chart)


_MESSAGES = {
    Kind.TREND: _trend,
    Kind.BARS: _bars,
    Kind.COMPOSITION: _composition,
    Kind.GAUGE: _gauge,
    Kind.MATRIX: _matrix,
}
