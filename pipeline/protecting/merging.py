"""Tables of which too many counts are small are told one level up, before anything is hidden.

A table nearly all masked tells nothing, and its masks cost those of the whole pole: structures are
merged into the pole instead. A table that an earlier edition published stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from pipeline.editions.ledger import Publication
from pipeline.model import Aggregate, Aggregates, Detail, Indicator, State
from pipeline.protecting.persons import SIGNIFICANT_DENOMINATOR, counts_persons

MOST_SMALL = {  # share of small counts from which a table is told one level up
    True: Fraction(1, 5),  # structures by categories: many counts, each line a total of them
    False: Fraction(1, 2),  # structures alone: few counts, each telling by itself
}


def merged(
    aggregates: Aggregates, threshold: int, published: Sequence[Publication] = ()
) -> Aggregates:
    """The aggregates, told which tables by structure are mostly small and not to be printed.

    Their counts stay: what is printed elsewhere must not give them away.
    """
    out = {
        detail
        for publication in published
        for key, printed in publication.figures.items()
        if printed.state is State.VALUE and (detail := Detail.of(key))
    }
    small: dict[Detail, list[bool]] = {}
    for detail, is_small in _judged(aggregates, threshold):
        small.setdefault(detail, []).append(is_small)
    left = frozenset(
        detail
        for detail, cells in small.items()
        if detail not in out and sum(cells) >= MOST_SMALL[detail.by_category] * len(cells)
    )
    return replace(aggregates, merged=left)


def _judged(aggregates: Aggregates, threshold: int) -> Iterator[tuple[Detail, bool]]:
    """Each count by structure, or rate of persons, and whether it would not be printed."""
    for key, cell in aggregates.cells.items():
        head, detail = aggregates.indicators[key.indicator], Detail.of(key)
        people = _people(head, cell)
        if detail and people is not None:
            floor = SIGNIFICANT_DENOMINATOR if head.numerator else threshold
            yield detail, 0 < people < floor


def _people(head: Indicator, cell: Aggregate) -> int | None:
    """The persons of a count, or under a rate; None when the figure counts no persons."""
    if not counts_persons(head):
        return None
    people = cell.denominator if head.numerator else cell.value
    return None if people is None or cell.persons is not None else int(people)
