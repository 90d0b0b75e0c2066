"""What a chart is before it is drawn: protected figures and the words around them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model import Figure, Indicator, State, Target


class Kind(StrEnum):
    """The five drawings of a report."""

    TREND = "tendance"
    BARS = "barres"
    COMPOSITION = "composition"
    GAUGE = "jauge"
    MATRIX = "matrice"


@dataclass(frozen=True, slots=True)
class Series:
    """One line, one category or one row: a figure for each column of the chart."""

    label: str
    figures: tuple[Figure, ...]
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing to make. `title`, `subtitle` and `source` are printed by the page, around it.

    `columns` are years (trend, composition), structures (bars, gauge) or the columns of a
    matrix; a matrix whose rows bear the same labels is symmetric and only its lower half is
    drawn. `events` are (column, short text) and are written at that column of a trend, a
    composition or bars.
    """

    id: str
    kind: Kind
    theme: str
    title: str
    subtitle: str
    source: str
    indicator: Indicator
    columns: tuple[str, ...]
    series: tuple[Series, ...]
    width_mm: float = 112.0
    events: tuple[tuple[str, str], ...] = ()
    room_mm: float = 0.0  # a trend, a composition or bars grow up to it

    def __post_init__(self) -> None:
        """Refuse a series that does not fit the columns: it would be drawn against the wrong."""
        expected = 1 if self.kind is Kind.GAUGE else len(self.columns)
        for series in self.series:
            if len(series.figures) != expected:
                raise ValueError(f"{self.id}: {series.label!r} has {len(series.figures)} figures")

    @property
    def shown(self) -> tuple[Figure, ...]:
        """The figures drawn: all of them, or the lower half of a symmetric matrix."""
        if self.kind is Kind.MATRIX and self.is_symmetric:
            return tuple(self.cell(i, j) for i in range(len(self.series)) for j in range(i))
        return tuple(figure for series in self.series for figure in series.figures)

    @property
    def has_value(self) -> bool:
        """Whether at least one figure drawn carries a number."""
        return any(figure.value is not None for figure in self.shown)

    @property
    def is_symmetric(self) -> bool:
        """Whether rows and columns are the same things, in the same order."""
        return self.columns == tuple(series.label for series in self.series)

    @property
    def states(self) -> frozenset[State]:
        """The states met among the figures drawn."""
        return frozenset(figure.state for figure in self.shown)

    def cell(self, row: int, column: int) -> Figure:
        """The figure of a matrix cell; a pair stored once is found from either side."""
        figure = self.series[row].figures[column]
        if figure.state is State.MISSING and self.is_symmetric:
            return self.series[column].figures[row]
        return figure


STATE_WORDS = {
    State.HIDDEN: "masqué par le secret",
    State.NOT_SIGNIFICANT: "non significatif",
    State.MISSING: "non transmis",
    State.NOT_APPLICABLE: "sans objet",
}
