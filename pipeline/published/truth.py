"""The true counts behind what is printed: private, joined only to judge."""

from __future__ import annotations

from pipeline.model import Aggregate, Aggregates, CellKey, Indicator
from pipeline.published.links import Spot


def true_counts(aggregates: Aggregates) -> dict[Spot, int]:
    """Every count of persons, those inside shares included."""
    found: dict[Spot, int] = {}
    for cell in aggregates.cells.values():
        head = aggregates.indicators[cell.key.indicator]
        found |= dict(zip(spots(head, cell.key), _values(head, cell), strict=False))
    return found


def spots(head: Indicator, key: CellKey) -> tuple[Spot, ...]:
    """The counts that a figure speaks of: its own, or the two of a share; none for an amount."""
    if not head.sensitivity:
        return ()
    measures = (head.numerator, head.denominator) if head.numerator else (head.id.split("/")[1],)
    return tuple(Spot(str(m), key.year, key.structure, key.category) for m in measures)


def _values(head: Indicator, cell: Aggregate) -> tuple[int, ...]:
    if head.numerator:
        both = (cell.numerator, cell.denominator)
        return tuple(int(value) for value in both if value is not None)
    counts = cell.value is not None and cell.persons is None
    return (int(cell.value),) if cell.value is not None and counts else ()
