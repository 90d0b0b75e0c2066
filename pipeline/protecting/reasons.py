"""Why a figure is not printed: one rule a figure, the first that holds. Private, figure by figure.

The report tells how many figures each rule hides, over the whole edition only: told table by
table, it would say which of the hidden counts are the small ones.
"""

from __future__ import annotations

from pipeline.model import Aggregate, Indicator
from pipeline.protecting.persons import SIGNIFICANT_DENOMINATOR, counts_persons, place, stem
from pipeline.secrecy.cells import Key, Pattern, Ratio
from pipeline.secrecy.rules import SMALL, complement

PROTECTS = "protège un autre chiffre"
RATE = "taux sur trop peu de personnes"


def reason(cell: Aggregate, head: Indicator, pattern: Pattern, threshold: int) -> str:
    """The rule that keeps a delivered figure from being printed; nothing when it is printed."""
    if head.ratio:
        return _of_ratio(cell, head.ratio, pattern) if counts_persons(head) else ""
    if cell.value is None:
        return ""
    if cell.persons and cell.persons < threshold:
        return SMALL
    return _of_counts(pattern, place(head.behind or stem(head.id), cell.key).key)


def _of_ratio(cell: Aggregate, measures: tuple[str, str], pattern: Pattern) -> str:
    if not cell.denominator:
        return ""
    if cell.key.structure and cell.denominator < SIGNIFICANT_DENOMINATOR:
        return RATE
    top, bottom = (place(measure, cell.key).key for measure in measures)
    return _of_counts(pattern, top, bottom, complement(Ratio(top, bottom)))


def _of_counts(pattern: Pattern, *counts: Key) -> str:
    """The reason of the first count that is hidden for itself, else that it protects others."""
    for count in counts:
        if count in pattern.primary:
            return pattern.primary[count].reason
    return "" if pattern.hidden.isdisjoint(counts) else PROTECTS
