"""The alternative text of a chart: what it shows in one sentence, then its values."""

from __future__ import annotations

from pipeline.charts import signs, style
from pipeline.charts.message import Named, known, listed, message, pairs, printed, told
from pipeline.charts.model import Chart, Kind, Series
from pipeline.french import NBSP
from pipeline.model import Indicator, State
from pipeline.proof import marks

_WHAT = {
    Kind.TREND: "Courbe",
    Kind.BARS: "Barres",
    Kind.COMPOSITION: "Barres empilées",
    Kind.GAUGE: "Jauge",
    Kind.MATRIX: "Matrice",
}
_NOT_SHOWN = {
    State.HIDDEN: "Masqué par le secret",
    State.NOT_SIGNIFICANT: "Non significatif",
    State.MISSING: "Non transmis",
    State.NOT_APPLICABLE: "Sans objet",
}
_UNIT_WORDS = {
    "%": "pour cent", "pers.": "personnes", "h": "heures", "€": "euros", "t": "tonnes",
    "ETP": "équivalents temps plein", "tCO2e": "tonnes de CO2 équivalent",
}  # fmt: skip


def alternative_text(chart: Chart) -> str:
    """What the drawing shows, for who cannot see it, computed from the figures drawn."""
    head = f"{_WHAT[chart.kind]} «{NBSP}{chart.indicator.title}{NBSP}»{_extent(chart)}"
    body = _BODIES[chart.kind](chart) if chart.has_value else []
    sentences = [f"{head}{NBSP}: {message(chart)}", *body, *_events(chart), *_not_shown(chart)]
    return style.clean(" ".join(map(_sentence, sentences)), keep=marks.SIGNS)


def _sentence(text: str) -> str:
    """The text with a capital and one full stop, also after `pers.`."""
    return text[:1].upper() + text[1:] + ("" if marks.plain(text).endswith(".") else ".")


def _extent(chart: Chart) -> str:
    """The years and the unit."""
    unit = chart.indicator.unit
    measured = f", en {_UNIT_WORDS.get(unit, unit)}" if unit and unit != "nb" else ""
    if chart.kind in {Kind.TREND, Kind.COMPOSITION} and len(chart.columns) > 1:
        return f", de {chart.columns[0]} à {chart.columns[-1]}{measured}"
    return measured


def _trend(chart: Chart) -> list[str]:
    """Every value of each line with its year, and its target, which is drawn without them too."""
    named, sentences = len(chart.series) > 1, []
    for series in chart.series:
        points = known(zip(chart.columns, series.figures, strict=True))
        values = [f"{told(figure, chart.indicator)} en {year}" for year, figure in points]
        lead = series.label if named else "Valeurs"
        if parts := list(filter(None, (", ".join(values), _aim(series, chart.indicator)))):
            sentences.append(f"{lead}{NBSP}: {f'{NBSP}; '.join(parts)}")
    return sentences


def _bars(chart: Chart) -> list[str]:
    """Every value in the order drawn; one alone was told."""
    series = chart.series[0]
    values = known(zip(chart.columns, series.figures, strict=True))
    parts = [f"{name} {told(figure, chart.indicator)}" for name, figure in values]
    sentences = [f"Valeurs{NBSP}: {', '.join(parts)}"] if len(parts) > 1 else []
    if series.target:
        sentences.append(signs.target_label(series.target, chart.indicator))
    return sentences


def _composition(chart: Chart) -> list[str]:
    """The parts of each year."""
    sentences = []
    for i, year in enumerate(chart.columns):
        parts = known((series.label, series.figures[i]) for series in chart.series)
        values = [f"{label} {told(figure, chart.indicator)}" for label, figure in parts]
        if values:
            sentences.append(f"En {year}{NBSP}: {', '.join(values)}")
    return sentences


def _gauge(chart: Chart) -> list[str]:
    return list(filter(None, [_aim(chart.series[0], chart.indicator)]))


def _matrix(chart: Chart) -> list[str]:
    """The values of the pairs by size: many share one, and the table of data names them all."""
    cells = {printed(figure, chart.indicator): figure for _, figure in known(pairs(chart))}
    values = [told(cells[size], chart.indicator) for size in sorted(cells, reverse=True)]
    return [f"Valeurs rencontrées{NBSP}: {', '.join(values)}"] if len(values) > 1 else []


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
            sentences.append(f"{words}{NBSP}: {listed(names)}")
    return sentences


def _all(chart: Chart) -> list[Named]:
    """Every figure under the name that a reader would give it."""
    if chart.kind is Kind.MATRIX:
        return pairs(chart)
    if chart.kind is Kind.GAUGE:
        return [(series.label or "valeur", series.figures[0]) for series in chart.series]
    several = len(chart.series) > 1
    return [
        (f"{series.label} ({column})" if several else column, figure)
        for series in chart.series
        for column, figure in zip(chart.columns, series.figures, strict=True)
    ]


def _events(chart: Chart) -> list[str]:
    """What happened at a column of the drawing: only some drawings write it."""
    return [f"{column}{NBSP}: {text}" for column, text in chart.events if column in chart.columns]


def _aim(series: Series, indicator: Indicator) -> str:
    if not series.target:
        return ""
    year = f" en {series.target.year}" if series.target.year else ""
    return f"{signs.target_label(series.target, indicator)}{year}"
