"""A table of which most counts are small is told at a coarser level, before anything is hidden.

A table nearly all masked tells nothing, and its masks cost those of the whole pole. Categories are
told by the groups that the head declares, then not at all; structures by the whole pole. A table
that an earlier edition published stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from pipeline.editions.ledger import Publication
from pipeline.model import Aggregate, Aggregates, Indicator, State, Table, Told
from pipeline.protecting.persons import SIGNIFICANT_DENOMINATOR, counts_persons
from pipeline.protecting.relations import groups_of

MOST = Fraction(1, 2)  # share of small counts over which a table goes one level up
ENOUGH = 10  # counts of a table, under which its merging would say which of them are small

Small = dict[str, list[bool]]  # category → whether each of its counts is small
TOTAL = frozenset({""})
NOTHING: frozenset[str] = frozenset()


def merged(
    aggregates: Aggregates, threshold: int, published: Sequence[Publication] = ()
) -> Aggregates:
    """The aggregates, told which categories are printed of the tables not printed whole.

    The counts stay: what is printed elsewhere must not give them away.
    """
    out, judged = _printed(published), _judged(aggregates, threshold)
    told: dict[Table, frozenset[str]] = {}
    for table, small in sorted(judged.items()):
        above = table._replace(by_category=False)
        levels = _levels(aggregates.indicators[table.indicator], small)
        if table.by_structure or (table.by_category and above in judged):
            levels.append(NOTHING)
        level = _level(levels, small, out.get(table, NOTHING))
        if told.get(above) == NOTHING:
            level = NOTHING
        if level != frozenset(small):
            told[table] = level
    return replace(aggregates, told=told)


def _levels(head: Indicator, small: Small) -> list[frozenset[str]]:
    """The categories that a table may print, the finest first."""
    groups = {group: parts for (_, group), parts in groups_of(head).items()}
    detail = frozenset(small) - set(groups)
    coarse = frozenset(small) - frozenset().union(*groups.values())
    return [detail, coarse] if groups else [detail]


def _level(
    levels: Sequence[frozenset[str]], small: Small, printed: frozenset[str]
) -> frozenset[str]:
    """The finest that is not mostly small; what is out already stays out."""
    if printed:
        return next((level for level in levels if printed <= level), levels[0])
    *finer, last = levels
    for level in finer:
        counts = [one for category in level for one in small[category]]
        if len(counts) < ENOUGH or sum(counts) <= MOST * len(counts):
            return level
    return last


def _printed(published: Sequence[Publication]) -> dict[Table, frozenset[str]]:
    """The categories of which an earlier edition printed a value, and the totals above them."""
    out: dict[Table, frozenset[str]] = {}
    for publication in published:
        for key, printed in publication.figures.items():
            if printed.state is State.VALUE:
                out[key.table] = out.get(key.table, NOTHING) | {key.category}
                out.setdefault(key.table._replace(by_category=False), TOTAL)
    return out


def _judged(aggregates: Aggregates, threshold: int) -> dict[Table, Small]:
    """Each table of counts of persons, or of shares of them."""
    found: dict[Table, Small] = {}
    for key, cell in aggregates.cells.items():
        is_small = _is_small(aggregates.indicators[key.indicator], cell, threshold)
        if is_small is not None:
            found.setdefault(key.table, {}).setdefault(key.category, []).append(is_small)
    return found


def _is_small(head: Indicator, cell: Aggregate, threshold: int) -> bool | None:
    """Whether the figure could not be printed; None when it counts no persons."""
    if not counts_persons(head) or cell.persons is not None:
        return None
    if not head.numerator:
        return None if cell.value is None else 0 < cell.value < threshold
    if cell.numerator is None or not cell.denominator:
        return None
    if cell.key.structure and cell.denominator < SIGNIFICANT_DENOMINATOR:
        return True
    rest = cell.denominator - cell.numerator if head.is_share else threshold
    return 0 < cell.numerator < threshold or 0 < rest < threshold


class Merge(NamedTuple):
    """A table told at a coarser level: by `groups`, or by the level above when there are none."""

    head: Indicator
    table: Table
    groups: tuple[str, ...]  # labels

    @property
    def way(self) -> str:
        """How it is told, in words that follow « donné »."""
        if not self.table.by_category:
            return "pour le pôle seul"
        if not self.groups:
            return "sans ses modalités"
        return f"par modalités réunies en « {' », « '.join(map(str.lower, self.groups))} »"

    @property
    def place(self) -> str:
        """The code, with what it is told of when the pole itself has more detail."""
        by_structure = self.table.by_structure and self.table.by_category
        return f"{self.head.code} par structure" if by_structure else self.head.code


def merges(indicators: Mapping[str, Indicator], told: Told) -> Iterator[Merge]:
    """What was merged, by code; not the categories of structures that are not told either."""
    for table, level in sorted(told.items(), key=lambda one: (indicators[one[0][0]].code, one[0])):
        head = indicators[table.indicator]
        groups = {group for _, group in groups_of(head)} & level
        is_above = told.get(table._replace(by_category=False)) == NOTHING and table.by_category
        if (groups or not level) and not is_above:
            yield Merge(head, table, tuple(v for k, v in head.categories.items() if k in groups))
