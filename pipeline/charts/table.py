"""The table behind a chart: the texts of the figures drawn, signs included."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase

from pipeline.charts.model import Chart, Kind
from pipeline.french import figure_text, target_text
from pipeline.model import Figure, State, Target
from pipeline.proof import marks

MOST_COLUMNS = 7  # of half a page: five years and a target
MOST_SIGNS = 64


@dataclass(frozen=True, slots=True)
class DataTable:
    """Header and rows, every cell as it is printed."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def is_wide(self) -> bool:
        """Whether it needs the whole width of a page, which half a page would cut."""
        columns = zip(*(map(marks.plain, row) for row in self.rows), strict=True)
        needed = sum(max(map(len, column)) for column in columns)
        is_lettered = all(len(name) == 1 for name in self.header[1:])
        return needed > MOST_SIGNS or (len(self.header) > MOST_COLUMNS and not is_lettered)


_CORNER = {
    Kind.TREND: "Série",
    Kind.BARS: "Structure",
    Kind.COMPOSITION: "Catégorie",
    Kind.GAUGE: "Mesure",
    Kind.MATRIX: "Structure",
}


def data_table(chart: Chart) -> DataTable:
    """Years or columns across; bars and gauges have one row a structure or measure."""
    if chart.kind is Kind.BARS:
        return _bars(chart)
    if chart.kind is Kind.GAUGE:
        return _gauge(chart)
    if chart.kind is Kind.MATRIX:
        return _matrix(chart)
    return _years(chart)


def _text(chart: Chart, figure: Figure) -> str:
    return figure_text(figure, chart.indicator, unit=False)


def _target(target: Target | None) -> str:
    if target is None:
        return "–"
    text = target_text(target, "")
    return text if target.year is None else f"{text} ({target.year})"


def _headed(chart: Chart, word: str) -> str:
    """The word with the unit of the figures of the table, written once."""
    unit = chart.indicator.unit
    return f"{word} ({unit})" if unit and unit != "nb" else word


def _years(chart: Chart) -> DataTable:
    aimed = any(series.target for series in chart.series)
    header = (_headed(chart, _CORNER[chart.kind]), *chart.columns)
    rows = [
        (series.label, *(_text(chart, figure) for figure in series.figures))
        + ((_target(series.target),) if aimed else ())
        for series in chart.series
    ]
    return DataTable((*header, "Objectif") if aimed else header, tuple(rows))


def _bars(chart: Chart) -> DataTable:
    series = chart.series[0]
    by_category = any(figure.key.category for figure in series.figures)
    corner = _CORNER[Kind.COMPOSITION] if by_category else _CORNER[chart.kind]
    header = (corner, _headed(chart, chart.indicator.title))
    pairs = zip(chart.columns, series.figures, strict=True)
    rows = [(name, _text(chart, figure)) for name, figure in pairs]
    if series.target:
        rows.append(("Objectif", _target(series.target)))
    return DataTable(header, tuple(rows))


def _gauge(chart: Chart) -> DataTable:
    series = chart.series[0]
    header: tuple[str, ...] = (_CORNER[chart.kind], _headed(chart, chart.indicator.title))
    row: tuple[str, ...] = (series.label, _text(chart, series.figures[0]))
    if series.target:
        header, row = (*header, "Objectif"), (*row, _target(series.target))
    return DataTable(header, (row,))


def _matrix(chart: Chart) -> DataTable:
    """As drawn: nothing above the diagonal of a symmetric one, nor where a pair has no row.

    There, a column bears the letter of its row: eleven names would be cut into syllables.
    """
    columns = list(chart.columns)
    letters = ascii_uppercase if chart.is_symmetric and len(columns) <= len(ascii_uppercase) else ""
    if chart.is_symmetric:  # nothing stands under the last name
        columns = columns[:-1]
    rows = []
    for i, series in enumerate(chart.series):
        drawn = min(i, len(columns)) if chart.is_symmetric else len(columns)
        cells = [chart.cell(i, j) for j in range(drawn)]
        texts = ["" if c.state is State.MISSING else _text(chart, c) for c in cells]
        label = f"{letters[i : i + 1]} {series.label}".strip()
        rows.append((label, *texts, *("" for _ in range(len(columns) - drawn))))
    names = letters[: len(columns)] or columns
    return DataTable((_headed(chart, _CORNER[chart.kind]), *names), tuple(rows))
