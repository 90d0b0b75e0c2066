"""Aggregates → what the disclosure control must know: every count once, and what ties them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import NamedTuple

from pipeline.model import Aggregate, Aggregates, Indicator
from pipeline.protecting.amounts import Amount, amounts_of
from pipeline.protecting.answers import within_counts
from pipeline.protecting.crossings import crossings, floors
from pipeline.protecting.frozen import NOTHING, Settled
from pipeline.protecting.persons import (
    Count,
    counts_persons,
    grouped,
    place,
    rate_floor,
    stem,
)
from pipeline.protecting.relations import groups_of, read_relation
from pipeline.protecting.sums import amount_links, summed, told_together
from pipeline.protecting.twice import counted_twice, parts_and_wholes, shown
from pipeline.secrecy.cells import Cell, Link, Problem, Ratio, Status

Bounds = tuple[int | None, int | None]
ANY: Bounds = (None, None)


def problem_of(
    aggregates: Aggregates,
    threshold: int = 5,
    agreed: frozenset[str] | None = None,
    settled: Settled = NOTHING,
) -> Problem:
    """Every count of persons of the edition, over all tables and years at once.

    With them, the amounts that would tell the business of a structure that is not `agreed`
    (None: all are), and those of fewer persons than the threshold. `settled` is what the editions
    already published say.
    """
    read = _read(aggregates, threshold)
    values, bounds = dict(read.values), read.bounds
    amounts = amounts_of(aggregates, threshold, agreed)
    cells = [
        _cell(count, value, read.prints[count], bounds.get(count, ANY), settled.statuses.get(count))
        for count, value in values.items()
    ]
    sums = {group for head in aggregates.indicators.values() for group in groups_of(head)}
    cells += [_amount(count, amount, sums) for count, amount in amounts.items()]
    cells += settled.cells
    values |= {count: amount.value for count, amount in amounts.items()}
    heads = aggregates.indicators
    rounded = {count for count, amount in amounts.items() if amount.is_rounded}
    links = [*read.parts, *_over_structures(values, rounded)]
    links += _over_categories(values, heads, rounded)
    links += [*_declared(heads, values), *_of_same_persons(heads, values)]
    answered = list(within_counts(aggregates, values, read.as_counts))
    pairs = parts_and_wholes(read.values, heads, answered)
    twice = counted_twice(read.values, pairs, shown(settled.statuses, links), threshold)
    told = values | {count: cell.value for count, cell in twice.cells.items()}
    crossed = list(crossings(heads, told, settled.statuses, settled.revised))
    cells += [*twice.cells.values(), *(cell for cell, _ in crossed if cell)]
    links += [*settled.links, *twice.links, *(link for _, link in crossed), *answered]
    links += amount_links(heads, amounts)
    together = list(told_together(heads, amounts))
    cells += [cell for cell, _ in together]
    links += [link for _, link in together]
    cells = [_of_its_year(cell, aggregates.thresholds) for cell in cells]
    unique = {(tuple(sorted(link.terms)), link.op): link for link in links}
    return Problem({cell.key: cell for cell in cells}, tuple(unique.values()), read.ratios)


class _Read(NamedTuple):
    """The counts of all cells, and what their figures say of them."""

    values: Mapping[Count, int]
    prints: Mapping[Count, int]  # how many figures show it
    as_counts: AbstractSet[Count]  # shown, or behind a sign, and not in shares only
    bounds: Mapping[Count, Bounds]
    ratios: tuple[Ratio, ...]
    parts: tuple[Link, ...]  # of shares that no figure tells: at most their wholes


def _read(aggregates: Aggregates, threshold: int) -> _Read:
    values: dict[Count, int] = {}
    prints: dict[Count, int] = {}
    as_counts: set[Count] = set()
    bounds: dict[Count, Bounds] = {}
    ratios: list[Ratio] = []
    parts: list[Link] = []
    for cell in aggregates.cells.values():
        head = aggregates.indicators[cell.key.indicator]
        is_told = cell.key.is_in(aggregates.told)
        is_brought = head.is_pole_only and replace(cell.key, structure="").is_in(aggregates.told)
        floor = rate_floor(aggregates.threshold(cell.key.year, threshold))
        counted = list(_counts(head, cell, floor))
        for count, value, is_printed in counted:
            values[count] = value
            prints[count] = prints.get(count, 0) + (is_printed and is_told)
            as_counts |= {count} if is_told and not head.ratio else set()
        if len(counted) != 2:
            continue
        (top, *_), (bottom, people, _) = counted
        if is_told and people:
            ratios.append(_ratio(head, top, bottom))
        elif head.is_share:
            parts.append(Link(((top.key, 1), (bottom.key, -1)), "<=", why="part d'un tout"))
        if is_told:
            bounds |= _told_by_sign(bottom, people, floor, is_silent=bool(cell.unknown))
        elif is_brought:
            bounds |= _told_by_silence(bottom, people)
    for count, least in floors(aggregates, values):
        low, high = bounds.get(count, ANY)
        bounds[count] = (max(least, low or 0), high)
    return _Read(values, prints, as_counts, bounds, tuple(ratios), tuple(parts))


def _told_by_sign(
    count: Count, people: int, floor: int, *, is_silent: bool
) -> Mapping[Count, Bounds]:
    """What "n.s.", "–" or their absence say of the persons under the rate of a structure."""
    if not people and not is_silent:
        return {count: (0, 0)}
    if not count.structure:
        return {}
    return {count: (min(1, people), floor - 1) if people < floor else (floor, None)}


def _told_by_silence(count: Count, people: int) -> Mapping[Count, Bounds]:
    """The annex says which structure sent no file: it has no known answer, and anybody knows it."""
    return {} if people else {count: (0, 0)}


def _counts(head: Indicator, cell: Aggregate, floor: int) -> Iterator[tuple[Count, int, bool]]:
    """The counts behind a cell, and whether it shows them."""
    if not counts_persons(head):
        return
    if head.ratio:
        if cell.numerator is not None and cell.denominator is not None:
            shown = not cell.key.structure or cell.denominator >= floor
            for measure, value in zip(head.ratio, (cell.numerator, cell.denominator), strict=True):
                yield place(measure, cell.key), int(value), shown
    elif cell.value is not None and cell.persons is None:
        yield place(stem(head.id), cell.key), int(cell.value), True


def _ratio(head: Indicator, top: Count, bottom: Count) -> Ratio:
    scale = 100 if head.is_share else 1
    tells = head.sensitivity > 1 and bool(bottom.structure)
    return Ratio(
        top.key, bottom.key, scale, head.decimals,
        is_share=head.is_share, uniform_tells=tells,
    )  # fmt: skip


def _cell(count: Count, value: int, prints: int, bounds: Bounds, out: Status | None) -> Cell:
    """A count; a small one already out (the threshold was lower) is protected no more."""
    status = (out or Status.FREE) if prints else Status.UNPRINTED
    weight = prints * (1 + value / 10 + count.weight)
    is_told = status is Status.SHOWN
    low, high = bounds
    return Cell(
        count.key, value, weight, status, dear=count.is_headline, sensitive=not is_told,
        low=low, high=high,
    )  # fmt: skip


def _of_its_year(cell: Cell, thresholds: Mapping[int, int]) -> Cell:
    """A count of a year that is out keeps its threshold."""
    return replace(cell, threshold=thresholds.get(int(dict(cell.key.dims)["annee"])))


def _amount(count: Count, amount: Amount, sums: AbstractSet[tuple[str, str]]) -> Cell:
    """An amount; the sum of several accounts is dearer than one of them."""
    weight = 1 + count.weight + (20 if (count.measure, count.category) in sums else 0)
    low = 2 * amount.value if amount.value < 0 else None  # a deficit: no reader believes in zero
    return Cell(
        count.key, amount.value, weight, dear=count.is_headline,
        is_real=True, contributors=amount.contributors, low=low,
    )  # fmt: skip


def _over_structures(
    values: Mapping[Count, int], rounded: AbstractSet[Count] = frozenset()
) -> Iterator[Link]:
    """The pole against its structures: their sum, or less when people work in two of them."""
    for whole, parts in grouped(values, "structure"):
        size = sum(values[part] for part in parts)
        keys = tuple(part.key for part in parts)
        if added := summed(whole, parts, values, rounded, "somme des structures"):
            yield from added
            continue
        op = ">=" if values[whole] < size else "<="
        yield Link((*((part, 1) for part in keys), (whole.key, -1)), op, why="personnes distinctes")
        yield from _within(whole, parts, values, "une structure dans le pôle")


def _over_categories(
    values: Mapping[Count, int],
    indicators: Mapping[str, Indicator],
    rounded: AbstractSet[Count] = frozenset(),
) -> Iterator[Link]:
    """A total as the sum of its categories, unless they overlap (several obstacles a person).

    What groups others counts nobody twice: its own sum is declared.
    """
    groups = {group for head in indicators.values() for group in groups_of(head)}
    for whole, every in grouped(values, "category"):
        parts = [part for part in every if (part.measure, part.category) not in groups]
        added = summed(whole, parts, values, rounded, "somme des modalités")
        yield from added or _within(whole, parts, values, "une modalité dans le total")


def _within(
    whole: Count, parts: Sequence[Count], values: Mapping[Count, int], why: str
) -> Iterator[Link]:
    """Parts that overlap, each at most their whole.

    Wherever that is true: a move between members ends a path at one of them, and none at the pole.
    """
    for part in parts if sum(values[part] for part in parts) > values[whole] else ():
        if values[part] <= values[whole]:
            yield Link(((part.key, 1), (whole.key, -1)), "<=", why=why)


def _of_same_persons(
    indicators: Mapping[str, Indicator], values: Mapping[Count, int]
) -> Iterator[Link]:
    """Shares by category are of the same persons as the share in all: a reader adds them up."""
    bottoms = {head.denominator for head in indicators.values()}
    for count, people in values.items():
        whole = count._replace(category="")
        if count.category and count.measure in bottoms and values.get(whole) == people:
            yield Link(((count.key, 1), (whole.key, -1)), why="parts des mêmes personnes")


def _declared(indicators: Mapping[str, Indicator], values: Mapping[Count, int]) -> Iterator[Link]:
    """The relations in the heads of the indicators, wherever all their counts are known."""
    places = sorted({(c.year, c.structure, c.category) for c in values})
    for head in filter(counts_persons, indicators.values()):
        for text in head.relations:
            relation = read_relation(text)
            for year, structure, category in places:
                if category and relation.names_categories:
                    continue
                counts = [
                    (Count(measure, year, structure, own or category), sign)
                    for measure, own, sign in relation.terms
                ]
                if all(count in values for count, _ in counts):
                    yield Link(tuple((count.key, sign) for count, sign in counts), why=text)
