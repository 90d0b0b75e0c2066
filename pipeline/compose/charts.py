"""Charts of a chapter: a line of its plan and the figures make a `Chart`, titled by its finding."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.charts.model import Chart, Kind, Series
from pipeline.compose.early import of_one_year, since_first
from pipeline.compose.material import Source
from pipeline.compose.titles import chart_title
from pipeline.french import NBSP, plural
from pipeline.model import Figure, Indicator, State
from pipeline.plan import ChartPlan
from pipeline.proof import marks


def compose_chart(identifier: str, plan: ChartPlan, theme: str, source: Source) -> Chart:
    """The chart that the plan asks for, with its title computed from what is printed."""
    heads = tuple(source.figures.indicators[i] for i in plan.heads())
    columns, series = _CONTENT[plan.sorte](heads, plan, source)
    drawn_over_years = plan.sorte in {Kind.TREND, Kind.COMPOSITION}
    if drawn_over_years:
        columns, series = since_first(columns, series)
    chart = Chart(
        id=identifier,
        kind=plan.sorte,
        theme=theme,
        title=chart_title(plan, heads, columns, series, source),
        subtitle=plan.sous_titre if drawn_over_years else f"{plan.sous_titre}, {source.year}",
        source=source_line(heads, source),
        indicator=heads[0],
        columns=columns,
        series=series,
        events=tuple(_events(heads, source)) if plan.sorte is Kind.TREND else (),
    )
    return of_one_year(chart)


def _events(heads: tuple[Indicator, ...], source: Source) -> Iterator[tuple[str, str]]:
    """What the pole wants written at a year, then the breaks in series."""
    drawn = {head.id for head in heads}
    yield from ((str(e.year), e.text) for e in source.events if e.indicator in drawn)
    years = {year for head in heads for year in head.breaks}
    yield from ((year, "rupture de série") for year in sorted(years))


Content = tuple[tuple[str, ...], tuple[Series, ...]]


def _trend(heads: tuple[Indicator, ...], plan: ChartPlan, source: Source) -> Content:
    labels = plan.etiquettes or tuple(head.title for head in heads)
    series = tuple(
        _line(line, label, source) for line, label in zip(plan.indicateurs, labels, strict=True)
    )
    return _years(source), series


def _line(line: str, label: str, source: Source) -> Series:
    indicator, _, category = line.partition(".")
    target = None if category else source.target(indicator)
    return Series(label, source.figures.series(indicator, category=category), target)


def _composition(heads: tuple[Indicator, ...], _plan: ChartPlan, source: Source) -> Content:
    head = heads[0]
    series = tuple(
        Series(label, source.figures.series(head.id, category=category))
        for category, label in source.figures.categories(head.id).items()
        if any(f.value for f in source.figures.series(head.id, category=category))
        or any(f.state is State.HIDDEN for f in source.figures.series(head.id, category=category))
    )
    return _years(source), series


def _bars(heads: tuple[Indicator, ...], plan: ChartPlan, source: Source) -> Content:
    head, year = heads[0], source.year
    if plan.par == "modalite":
        named = [
            (label, source.figures.get(head.id, year, category=category))
            for category, label in source.figures.categories(head.id).items()
        ]
    else:
        named = [
            (name, source.figures.get(head.id, year, structure))
            for structure, name in source.structures.items()
        ]
    if plan.par == "modalite":
        named = [(label, figure) for label, figure in named if figure.value != 0]
    bars = sorted((bar for bar in named if bar[1].state is not State.MISSING), key=_rank)
    return tuple(n for n, _ in bars), (Series(head.title, tuple(f for _, f in bars)),)


def _rank(bar: tuple[str, Figure]) -> tuple[bool, Decimal, str]:
    """Published values first, largest first; the others by name, so that rank says nothing."""
    name, figure = bar
    return (figure.value is None, -(figure.value or Decimal(0)), name)


def _gauge(heads: tuple[Indicator, ...], _plan: ChartPlan, source: Source) -> Content:
    head = heads[0]
    figure = source.figures.get(head.id, source.year)
    return (str(source.year),), (Series(head.title, (figure,), source.target(head.id)),)


def _matrix(heads: tuple[Indicator, ...], _plan: ChartPlan, source: Source) -> Content:
    head, year = heads[0], source.year
    present = [
        s
        for s in source.structures
        if any(
            source.figures.get(head.id, year, s, other).state is State.VALUE
            for other in source.structures
        )
    ]
    rows = tuple(
        Series(
            source.structures[s],
            tuple(source.figures.get(head.id, year, s, other) for other in present),
        )
        for s in present
    )
    return tuple(source.structures[s] for s in present), rows


_CONTENT = {
    Kind.TREND: _trend,
    Kind.COMPOSITION: _composition,
    Kind.BARS: _bars,
    Kind.GAUGE: _gauge,
    Kind.MATRIX: _matrix,
}


def _years(source: Source) -> tuple[str, ...]:
    return tuple(str(year) for year in source.figures.years)


def source_line(heads: tuple[Indicator, ...], source: Source) -> str:
    """Files and perimeter behind a chart or a note."""
    tables = dict.fromkeys(table for head in heads for table in head.raw_tables)
    files = ", ".join(source.contract_titles[t].lower() for t in tables)
    return f"Source : {files or 'journal de réception'} ; {perimeter(heads[0], source)}"


def perimeter(head: Indicator, source: Source) -> str:
    """`11 structures sur 12`: who delivered what the figure needs, among those expected."""
    received, expected = source.figures.perimeters.get((head.id, source.year), (0, 0))
    if received == expected <= 1:
        return "pôle entier"
    text = f"{received}{NBSP}{plural(received, 'structure')} sur{NBSP}{expected}"
    return marks.of(text, f"perimetre/{head.id}|{source.year}")
