"""No mask is safe: one table that opens goes one level up, as those do that would be mostly masked.

What is out already ties what may still be hidden. A small pole that had a table told for the pole
only, and has people enough for its structures a year later, could then print none of its figures:
it keeps the table as it was. Nothing that an edition has printed is taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from pipeline.editions.ledger import Publication
from pipeline.model import Aggregates, Table
from pipeline.protecting.merging import levels_of, printed_in, telling
from pipeline.protecting.persons import counts_persons, measures_in, place, stem
from pipeline.secrecy.cells import Key


class Way(NamedTuple):
    """A table told one level up, with what is lost and whether it has nothing to do with it."""

    is_far: bool
    cost: float
    table: Table
    told: Aggregates


def coarser(
    aggregates: Aggregates, blocked: Collection[Key], published: Sequence[Publication]
) -> Aggregates | None:
    """The same, with the cheapest table one level up, as no mask protects the `blocked` counts.

    A table that tells such a count goes before the others. None when no table is left that may.
    """
    measures = {measure for name in blocked for measure in measures_in(name)}
    ways = sorted(_ways(aggregates, measures, published), key=lambda way: way[:3])
    return ways[0].told if ways else None


def _ways(
    aggregates: Aggregates, measures: AbstractSet[str], published: Sequence[Publication]
) -> Iterator[Way]:
    out = printed_in(published)
    categories: dict[Table, set[str]] = {}
    for key in aggregates.cells:
        categories.setdefault(key.table, set()).add(key.category)
    for table, every in categories.items():
        head = aggregates.indicators[table.indicator]
        now = aggregates.told.get(table, every)
        is_total = not table.by_structure and not table.by_category
        if is_total or table in out or not counts_persons(head) or not now:
            continue
        level = next(level for level in levels_of(head, every) if len(level) < len(now))
        told = telling(aggregates, {**aggregates.told, table: level})
        is_far = measures.isdisjoint(head.ratio or (stem(head.id),))
        yield Way(is_far, _cost(told), table, told)


def _cost(after: Aggregates) -> float:
    """What the reader is not told: a figure of the pole is dearer than those of structures."""
    lost = (key for key in after.cells if not key.is_in(after.told))
    return sum(1 + place(stem(key.indicator), key).weight for key in lost)
