"""Tables by structure of which most counts are small are told for the whole pole only.

A table nearly all masked tells nothing, and its masks cost those of the whole pole: structures are
merged into the pole instead, before anything is hidden. A table that an earlier edition published
stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from pipeline.editions.ledger import Publication
from pipeline.model import Aggregate, Aggregates, Indicator, State
from pipeline.protecting.persons import SIGNIFICANT_DENOMINATOR, counts_persons

MOST = Fraction(1, 2)  # share of small counts from which structures are merged


def merged(
    aggregates: Aggregates, threshold: int, published: Sequence[Publication] = ()
) -> Aggregates:
    """The aggregates, told which indicators are not printed by structure.

    Their counts stay: what is printed elsewhere must not give them away.
    """
    out = {
        key.indicator
        for publication in published
        for key, printed in publication.figures.items()
        if key.structure and printed.state is State.VALUE
    }
    small: dict[str, list[bool]] = {}
    for indicator, is_small in _judged(aggregates, threshold):
        small.setdefault(indicator, []).append(is_small)
    left = {name for name, counts in small.items() if sum(counts) >= MOST * len(counts)}
    return replace(aggregates, merged=frozenset(left - out))


def _judged(aggregates: Aggregates, threshold: int) -> Iterator[tuple[str, bool]]:
    """Each total of a structure, or rate of its persons, and whether it could not be printed."""
    for key, cell in aggregates.cells.items():
        head = aggregates.indicators[key.indicator]
        people = _people(head, cell)
        if key.structure and not key.category and people is not None:
            floor = SIGNIFICANT_DENOMINATOR if head.numerator else threshold
            yield key.indicator, 0 < people < floor


def _people(head: Indicator, cell: Aggregate) -> int | None:
    """The persons of a count, or under a rate; None when the figure counts no persons."""
    if not counts_persons(head):
        return None
    people = cell.denominator if head.numerator else cell.value
    return None if people is None or cell.persons is not None else int(people)
