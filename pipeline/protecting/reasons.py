"""Why a figure is not printed: one rule a figure, the first that holds. Private, figure by figure.

The report tells how many figures each rule hides, over the whole edition only: told table by
table, it would say which of the hidden counts are the small ones.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from pipeline.model import Aggregate, Aggregates, CellKey, Indicator
from pipeline.protecting.derived import made_of_hidden
from pipeline.protecting.persons import counts_persons, place, rate_floor, stem
from pipeline.protecting.relations import related
from pipeline.secrecy.cells import Key, Pattern, Ratio
from pipeline.secrecy.rules import SMALL, complement

PROTECTS = "protège un autre chiffre"
RATE = "taux sur trop peu de personnes"


def reasons_of(aggregates: Aggregates, pattern: Pattern, threshold: int) -> dict[CellKey, str]:
    """The rule that keeps each figure from being printed, of the tables that are; "" for none."""
    made = made_of_hidden(aggregates, pattern)
    return {
        key: PROTECTS
        if key in made
        else _reason(
            cell,
            aggregates.indicators[key.indicator],
            pattern,
            aggregates.threshold(key.year, threshold),
        )
        for key, cell in aggregates.cells.items()
        if key.is_in(aggregates.told)
    }


def _reason(cell: Aggregate, head: Indicator, pattern: Pattern, threshold: int) -> str:
    if head.ratio and not _is_judged(head):
        return _of_counts(pattern, place(head.behind, replace(cell.key, category="")).key)
    if head.ratio:
        return _of_ratio(cell, head.ratio, pattern, threshold)
    if cell.value is None:
        return ""
    if cell.persons and cell.persons < threshold:
        return SMALL
    return _of_counts(pattern, *(place(name, cell.key).key for name in _measures(head)))


def _measures(head: Indicator) -> Collection[str]:
    """What a value tells: a count or an amount, or those that it is the difference of."""
    if head.is_difference:
        return related(head)
    return (head.behind or stem(head.id),)


def _is_judged(head: Indicator) -> bool:
    """Whether the control knows what a rate is made of."""
    return counts_persons(head) or head.is_pole_only


def _of_ratio(cell: Aggregate, measures: tuple[str, str], pattern: Pattern, threshold: int) -> str:
    if not cell.denominator and not cell.unknown:
        return ""
    if cell.key.structure and (cell.denominator or 0) < rate_floor(threshold):
        return RATE  # of no answer at all too: it would say that all of its persons lack one
    top, bottom = (place(measure, cell.key).key for measure in measures)
    return _of_counts(pattern, top, bottom, complement(Ratio(top, bottom)))


def _of_counts(pattern: Pattern, *counts: Key) -> str:
    """The reason of the first count that is hidden for itself, else that it protects others."""
    for count in counts:
        if count in pattern.primary:
            return pattern.primary[count].reason
    return "" if pattern.hidden.isdisjoint(counts) else PROTECTS
