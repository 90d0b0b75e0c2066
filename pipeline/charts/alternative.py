"""The alternative text of a chart, computed from the figures that are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from pipeline.charts import signs, style
from pipeline.charts.model import Chart, Kind, Series
from pipeline.french import NBSP, figure_text, number, plural, quantity
from pipeline.model import Figure, Indicator, State
from pipeline.proof import marks

_WHAT = {
    Kind.TREND: "Courbe",
    Kind.BARS: "Barres",
    Kind.COMPOSITION: "Barres empilées",
    Kind.GAUGE: "Jauge",
    Kind.MATRIX: "Matrice",
}
_NOT_SHOWN = {
    State.HIDDEN: "Masqué pour protéger les personnes",
    State.NOT_SIGNIFICANT: "Non significatif",
    State.MISSING: "Non transmis",
    State.NOT_APPLICABLE: "Sans objet",
}
_MOST_NAMED = 5

Named = tuple[str, Figure]


def alternative_text(chart: Chart) -> str:
    """What the drawing shows, for who cannot see it; no cause, no judgement."""
    head = f"{_WHAT[chart.kind]} «{NBSP}{chart.indicator.title}{NBSP}»{_extent(chart)}"
    body = _BODIES[chart.kind](chart) if chart.has_value else ["Aucune valeur publiable"]
    sentences = [head, *body, *_not_shown(chart)]
    return style.clean(" ".join(map(_sentence, sentences)), keep=marks.SIGNS)


def _sentence(text: str) -> str:
    """The text with a capital and one full stop, also after `pers.`."""
    return text[:1].upper() + text[1:] + ("" if marks.plain(text).endswith(".") else ".")


def _extent(chart: Chart) -> str:
    """The years, the number of structures or of rows, and the unit."""
    unit = chart.indicator.unit
    measured = f", en {_UNIT_WORDS.get(unit, unit)}" if unit and unit != "nb" else ""
    if chart.kind in {Kind.TREND, Kind.COMPOSITION} and len(chart.columns) > 1:
        return f", de {chart.columns[0]} à {chart.columns[-1]}{measured}"
    if chart.kind is Kind.BARS:
        count = len(chart.columns)
        return f", {count} {plural(count, 'barre')}{measured}"
    return measured


_UNIT_WORDS = {
    "%": "pour cent", "pers.": "personnes", "h": "heures", "€": "euros", "t": "tonnes",
    "ETP": "équivalents temps plein", "tCO2e": "tonnes de CO2 équivalent",
}  # fmt: skip


def _told(figure: Figure, indicator: Indicator) -> str:
    """A value as it is read aloud: persons were named once, `pers.` would be spelt."""
    return figure_text(figure, indicator, unit=indicator.unit != "pers.")


def _trend(chart: Chart) -> list[str]:
    several = len(chart.series) > 1
    sentences = [_line(chart, series, named=several) for series in chart.series]
    return [*sentences, *_events(chart)]


def _line(chart: Chart, series: Series, *, named: bool) -> str:
    """First and last values with the change, then the extremes in between."""
    known = _known(zip(chart.columns, series.figures, strict=True))
    lead = f"{series.label}{NBSP}: " if named else ""
    if not known:
        return f"{lead or 'Ligne '}sans valeur publiable"
    (first, start), (last, end) = known[0], known[-1]
    parts = [f"{_told(start, chart.indicator)} en {first}"]
    if len(known) > 1:
        parts.append(f"{_told(end, chart.indicator)} en {last}")
        parts.append(_change(start, end, chart.indicator))
    for word, pick in (("minimum", min), ("maximum", max)):
        extreme = pick(_value(figure) for _, figure in known)
        those = [(name, figure) for name, figure in known if figure.value == extreme]
        (name, figure), *others = those
        if not others and name not in {first, last}:
            parts.append(f"{word} {_told(figure, chart.indicator)} en {name}")
    return f"{lead}{', '.join(parts)}{_aim(series, chart.indicator)}"


def _change(start: Figure, end: Figure, indicator: Indicator) -> str:
    """The change between two figures as they are printed, so that a reader finds it again."""
    step = Decimal(1).scaleb(-indicator.decimals)
    first, last = (_value(f).quantize(step, rounding=ROUND_HALF_UP) for f in (start, end))
    change = last - first
    if not change:
        return "sans changement"
    word = "en hausse de" if change > 0 else "en baisse de"
    if indicator.is_share:
        points = plural(change, "point")
        gap = f"{number(abs(change), indicator.decimals)} {points}"
    else:
        unit = "" if indicator.unit == "pers." else indicator.unit
        gap = quantity(abs(change), unit, indicator.decimals)
    return f"{word} {marks.of_figures(gap, start, end)}"


def _bars(chart: Chart) -> list[str]:
    series = chart.series[0]
    known = _known(zip(chart.columns, series.figures, strict=True))
    sentences = [_extreme(chart, known, highest=True)]
    if len({figure.value for _, figure in known}) > 1:
        sentences.append(_extreme(chart, known, highest=False))
    if series.target:
        sentences.append(signs.target_label(series.target, chart.indicator))
    return [*sentences, *_events(chart)]


def _extreme(chart: Chart, known: Sequence[Named], *, highest: bool) -> str:
    value = (max if highest else min)(_value(figure) for _, figure in known)
    those = [(name, figure) for name, figure in known if figure.value == value]
    word = "Valeur la plus élevée" if highest else "Valeur la plus faible"
    text = _told(those[0][1], chart.indicator)
    return f"{word}{NBSP}: {text} ({_listed([name for name, _ in those])})"


def _composition(chart: Chart) -> list[str]:
    """The parts of the last year, then those of the first."""
    sentences = []
    for i in dict.fromkeys((len(chart.columns) - 1, 0)):
        known = _known((series.label, series.figures[i]) for series in chart.series)
        parts = [f"{label} {_told(figure, chart.indicator)}" for label, figure in known]
        if parts:
            sentences.append(f"En {chart.columns[i]}{NBSP}: {', '.join(parts)}")
    return [*sentences, *_events(chart)]


def _gauge(chart: Chart) -> list[str]:
    series = chart.series[0]
    text = figure_text(series.figures[0], chart.indicator)
    is_said = series.label == chart.indicator.title
    lead = "" if is_said else f"{series.label or 'Valeur'}{NBSP}: "
    return [f"{lead}{text}{_aim(series, chart.indicator)}"]


def _matrix(chart: Chart) -> list[str]:
    known = _known(_pairs(chart))
    filled = [pair for pair in known if pair[1].value]
    count = len(filled)
    cells = f"{count} {plural(count, 'case')} {plural(count, 'porte', 'portent')} une valeur"
    return [f"{cells} non nulle", _extreme(chart, known, highest=True)]


def _pairs(chart: Chart) -> list[Named]:
    """The cells drawn, each named after its row and its column."""
    return [
        (f"{series.label}{NBSP}– {chart.columns[j]}", chart.cell(i, j))
        for i, series in enumerate(chart.series)
        for j in range(i if chart.is_symmetric else len(chart.columns))
    ]


_BODIES = {
    Kind.TREND: _trend,
    Kind.BARS: _bars,
    Kind.COMPOSITION: _composition,
    Kind.GAUGE: _gauge,
    Kind.MATRIX: _matrix,
}


def _not_shown(chart: Chart) -> list[str]:
    """What is masked, not delivered, not applicable, each apart from the others."""
    sentences = []
    for state, words in _NOT_SHOWN.items():
        names = [name for name, figure in _all(chart) if figure.state is state]
        if names and not (chart.kind is Kind.MATRIX and state is State.MISSING):
            sentences.append(f"{words}{NBSP}: {_listed(names)}")
    return sentences


def _all(chart: Chart) -> list[Named]:
    """Every figure under the name that a reader would give it."""
    if chart.kind is Kind.MATRIX:
        return _pairs(chart)
    if chart.kind is Kind.GAUGE:
        return [(series.label or "valeur", series.figures[0]) for series in chart.series]
    several = len(chart.series) > 1
    return [
        (f"{series.label} ({column})" if several else column, figure)
        for series in chart.series
        for column, figure in zip(chart.columns, series.figures, strict=True)
    ]


def _events(chart: Chart) -> list[str]:
    return [f"{column}{NBSP}: {text}" for column, text in chart.events if column in chart.columns]


def _aim(series: Series, indicator: Indicator) -> str:
    if not series.target:
        return ""
    year = f" en {series.target.year}" if series.target.year else ""
    return f"{NBSP}; {signs.target_label(series.target, indicator)}{year}"


def _known(named: Iterable[Named]) -> list[Named]:
    return [(name, figure) for name, figure in named if figure.value is not None]


def _value(figure: Figure) -> Decimal:
    """The number of a figure known to have one."""
    if figure.value is None:
        raise ValueError(f"no value: {figure.key}")
    return figure.value


def _listed(names: Sequence[str]) -> str:
    """`a, b et c`; beyond a few names, the first ones and how many others."""
    if len(names) > _MOST_NAMED:
        rest = len(names) - _MOST_NAMED + 1
        return f"{', '.join(names[: _MOST_NAMED - 1])} et {rest} autres"
    return " et ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
