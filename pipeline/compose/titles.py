"""Titles of charts: the finding, told from printed values and never of a podium."""

from __future__ import annotations

from decimal import Decimal

from pipeline.charts.model import Kind, Series
from pipeline.compose.material import Source
from pipeline.french import figure_text, quantity
from pipeline.model import Figure, Indicator
from pipeline.narrative import course, headline, value_in_words
from pipeline.plan import ChartPlan
from pipeline.proof import marks


def chart_title(
    plan: ChartPlan,
    heads: tuple[Indicator, ...],
    columns: tuple[str, ...],
    series: tuple[Series, ...],
    source: Source,
) -> str:
    """The finding of a chart, from what is printed; its measure when nothing is."""
    if plan.sorte is Kind.BARS:
        return _range(heads[0], columns, series[0].figures, plan)
    if plan.sorte is Kind.COMPOSITION and not plan.constat:
        return _first_part(heads[0], series, columns)
    if plan.sorte is Kind.TREND and plan.is_by_category:
        return _courses(heads[0], series, columns)
    head = source.figures.indicators[plan.constat] if plan.constat else heads[0]
    figures = source.figures.series(head.id)
    told = course(head, figures) if plan.sorte in {Kind.TREND, Kind.COMPOSITION} else ""
    if figures[-1].value is None:
        return _span(head, columns)
    return told or headline(head, figures[-2], figures[-1], source.target(head.id))


def _span(head: Indicator, columns: tuple[str, ...]) -> str:
    """What a title says when no finding is printed."""
    return f"{head.title}, de {columns[0]} à {columns[-1]}" if len(columns) > 1 else head.title


def _courses(head: Indicator, lines: tuple[Series, ...], years: tuple[str, ...]) -> str:
    """`Entrées : de 1 en 2021 à 4 en 2025 ; sorties : de 0 à 1`, of what no total sums up."""
    ends = [(one.label, one.figures[0], one.figures[-1]) for one in lines]
    if len(years) == 1 or any(f.value is None for _, *figures in ends for f in figures):
        return _span(head, years)
    (label, start, end), *others = [
        (label, figure_text(a, head, unit=head.is_share), value_in_words(head, b))
        for label, a, b in ends
    ]
    first = f"{label} : de {start} en {years[0]} à {end} en {years[-1]}"
    told = [first, *(f"{name} : de {a} à {b}" for name, a, b in others)]
    return " ; ".join((told[0][:1].upper() + told[0][1:], *told[1:]))


def _range(
    head: Indicator, columns: tuple[str, ...], figures: tuple[Figure, ...], plan: ChartPlan
) -> str:
    """`De 6 à 61 personnes selon la structure`: a range, never a podium."""
    shown = [f for f in figures if f.value is not None]
    if len(shown) < 2 or shown[0].value == shown[-1].value:
        return head.title
    is_whole = len(shown) == len(figures)
    if plan.par == "modalite":
        is_alone = shown[0].value != shown[1].value
        told = f"{plan.premier} : {columns[0]} ({value_in_words(head, shown[0])})"
        return told if is_whole and is_alone else head.title
    low = figure_text(shown[-1], head, unit=False)
    apart = "" if is_whole else ", structures masquées à part"
    return f"De {low} à {value_in_words(head, shown[0])} selon la structure{apart}"


def _first_part(head: Indicator, series: tuple[Series, ...], years: tuple[str, ...]) -> str:
    """`Emploi durable : de 19 % du total en 2021 à 24 % en 2025`; the first category leads."""
    shares = [_share_of_first(series, column) for column in range(len(years))]
    last = shares[-1]
    if len(years) == 1:
        return f"{series[0].label} : {last} du total" if last else f"{head.title} en {years[0]}"
    told = [(share, year) for share, year in zip(shares, years, strict=True) if share]
    if last is None or len(told) == 1:
        return _span(head, years)
    first, since = told[0]
    return f"{series[0].label} : de {first} du total en {since} à {last} en {years[-1]}"


def _share_of_first(series: tuple[Series, ...], column: int) -> str | None:
    """The first category's part of a year that is printed whole; of one alone it says nothing."""
    figures = [s.figures[column] for s in series]
    values = [figure.value for figure in figures]
    shown = [value for value in values if value is not None]
    total = sum(shown, Decimal(0))
    if len(shown) < max(len(values), 2) or not total:
        return None
    return marks.of_figures(quantity(shown[0] / total * 100, "%"), *figures)
