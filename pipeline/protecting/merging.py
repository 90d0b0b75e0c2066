"""A table of which most counts must be small is told at a coarser level, before anything is hidden.

A table nearly all masked tells nothing, and its masks cost those of the whole pole. Categories are
told by the groups that the head declares, then not at all; structures by the whole pole. A table
that an earlier edition published stays as it was.

What is told says nothing of the counts that are not: a table is judged by what stands above it and
is printed, shared out evenly. The pole's 30 persons in ten structures make a table of small counts,
whatever each structure has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from pipeline.editions.ledger import Publication
from pipeline.model import Aggregate, Aggregates, CellKey, Indicator, State, Table, Told
from pipeline.protecting.persons import counts_persons, rate_floor, stem
from pipeline.protecting.relations import groups_of, read_relation

MOST = Fraction(1, 2)  # share of small counts over which a table goes one level up

Small = dict[str, list[bool]]  # category → whether each of its counts must be small
TOTAL = frozenset({""})
NOTHING: frozenset[str] = frozenset()


def merged(
    aggregates: Aggregates, threshold: int, published: Sequence[Publication] = ()
) -> Aggregates:
    """The aggregates, told which categories are printed of the tables not printed whole.

    The counts stay: what is printed elsewhere must not give them away. A year that is out keeps its
    threshold: under another one, the signs of both editions together would say more than each.
    """
    out = printed_in(published)
    aggregates = replace(aggregates, thresholds=_first_thresholds(published))
    told: dict[Table, frozenset[str]] = {}
    for table, small in _judged(aggregates, threshold).items():
        levels = levels_of(aggregates.indicators[table.indicator], small)
        level = _level(levels, small, out.get(table, NOTHING))
        if level != frozenset(small):
            told[table] = level
    return telling(aggregates, told)


def telling(aggregates: Aggregates, told: Told) -> Aggregates:
    """The aggregates so told, and not told of what goes with a table that is not.

    Its categories by structure, the values of persons whose count is not told, and what only says
    what each structure brings to the pole's.
    """
    alone = {table for table in told if not table.by_category}
    tables = {key.table for key in aggregates.cells}
    under = [table for table in tables if table._replace(by_category=False) in alone]
    gone = [
        *_internal(aggregates),
        *_of_pole_only(aggregates),
        *under,
        *_without_count(aggregates, alone),
    ]
    return replace(aggregates, told={**told, **dict.fromkeys(gone, NOTHING)})


def _internal(aggregates: Aggregates) -> Iterator[Table]:
    """Every table of what is for the pole's own use."""
    for head in aggregates.indicators.values():
        for by_structure in (False, True) if head.kept else ():
            for by_category in (False, True):
                yield Table(head.id, by_structure=by_structure, by_category=by_category)


def _of_pole_only(aggregates: Aggregates) -> Iterator[Table]:
    """The tables by structure that only say what each brings to the pole's."""
    for head in aggregates.indicators.values():
        for by_category in (False, True) if head.is_pole_only else ():
            yield Table(head.id, by_structure=True, by_category=by_category)


def _without_count(aggregates: Aggregates, alone: Collection[Table]) -> Iterator[Table]:
    """The tables by structure of values whose count of persons is told for the pole only.

    That a value stands there, or its mask, would say something of a count that is told nowhere.
    """
    by_structure = {key.indicator for key in aggregates.cells if key.structure}
    counts = {stem(table.indicator) for table in alone}
    for head in aggregates.indicators.values():
        if head.behind in counts and head.id in by_structure:
            yield Table(head.id, by_structure=True, by_category=False)


def levels_of(head: Indicator, categories: Iterable[str]) -> list[frozenset[str]]:
    """Which of its categories a table may print, the finest level first, then none."""
    groups = {group: parts for (_, group), parts in groups_of(head).items()}
    detail = frozenset(categories) - set(groups)
    coarse = frozenset(categories) - frozenset().union(*groups.values())
    return [detail, coarse, NOTHING] if groups else [detail, NOTHING]


def _level(
    levels: Sequence[frozenset[str]], small: Small, printed: frozenset[str]
) -> frozenset[str]:
    """The finest that is not mostly small; what is out already stays out."""
    if printed:
        return next((level for level in levels if printed <= level), levels[0])
    *finer, last = levels
    for level in finer:
        counts = [one for category in level for one in small[category]]
        if sum(counts) <= MOST * len(counts):
            return level
    return last


def printed_in(published: Sequence[Publication]) -> dict[Table, frozenset[str]]:
    """The categories of which an earlier edition printed a value, and the totals above them."""
    out: dict[Table, frozenset[str]] = {}
    for publication in published:
        for key, printed in publication.figures.items():
            if printed.state is State.VALUE:
                out[key.table] = out.get(key.table, NOTHING) | {key.category}
                out.setdefault(key.table._replace(by_category=False), TOTAL)
    return out


def _first_thresholds(published: Sequence[Publication]) -> dict[int, int]:
    """Year → the threshold of the first edition that told it."""
    found: dict[int, int] = {}
    for publication in published:
        for year in {key.year for key in publication.figures if "seuil" in publication.policy}:
            found.setdefault(year, publication.policy["seuil"])
    return found


def _judged(aggregates: Aggregates, threshold: int) -> dict[Table, Small]:
    """Each table of counts of persons, or of shares of them."""
    heads = aggregates.indicators
    counted = {k: c for k, c in aggregates.cells.items() if _counts(heads[k.indicator], c)}
    parts = Counter(replace(key, structure="") for key in counted if key.structure)
    found: dict[Table, Small] = {}
    for key in counted:
        head, above = heads[key.indicator], replace(key, structure="")
        shares = Fraction(parts[above])
        if not key.structure:
            above, shares = replace(key, category=""), _split(head, key.category)
        own = aggregates.threshold(key.year, threshold)
        is_small = above in counted and _is_small(head, counted[above], shares, own, key)
        found.setdefault(key.table, {}).setdefault(key.category, []).append(is_small)
    return found


def _counts(head: Indicator, cell: Aggregate) -> bool:
    """Whether it counts persons, or is a share of some."""
    if not counts_persons(head) or cell.persons is not None:
        return False
    value = cell.numerator if head.numerator else cell.value
    return value is not None and (not head.numerator or bool(cell.denominator))


def _split(head: Indicator, category: str) -> Fraction:
    """How many such categories the head says to make up its total; 0 when they overlap."""
    total = head.numerator or stem(head.id)
    own = len(groups_of(head).get((total, category), (category,)))
    for text in head.relations if category else ():
        *parts, (whole, group, _) = read_relation(text).terms
        if (whole, group) == (total, "") and all(m == total and c for m, c, _ in parts):
            return Fraction(len(parts), own)
    return Fraction()


def _is_small(
    head: Indicator, above: Aggregate, shares: Fraction, threshold: int, key: CellKey
) -> bool:
    """Whether an even share of the figure above could not be printed."""
    if not head.numerator:
        return 0 < int(above.value or 0) < threshold * shares
    top, bottom = int(above.numerator or 0), int(above.denominator or 0)
    rest = bottom - top if head.is_share and key.structure else 0  # of a category: nearly all
    if key.structure and bottom < rate_floor(threshold) * shares:
        return True
    return 0 < top < threshold * shares or 0 < rest < threshold * shares


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
        if head.is_pole_only or head.kept:
            continue  # by its very question
        groups = {group for _, group in groups_of(head)} & level
        is_above = told.get(table._replace(by_category=False)) == NOTHING and table.by_category
        if (groups or not level) and not is_above:
            yield Merge(head, table, tuple(v for k, v in head.categories.items() if k in groups))
