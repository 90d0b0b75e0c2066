"""protect: aggregates → figures. The only door to paper, and it fails closed.

A count of persons from 1 to threshold − 1 is hidden, and so is whatever would give it back by
one addition or subtraction: the other structures of its line, its categories, its total, the
complement of a share. Every such sum is written as a `Sum`; counts are hidden until no sum
has a single unknown. A true zero stays a zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from pipeline.errors import ConfidentialityError
from pipeline.model import Aggregate, Aggregates, CellKey, Figure, Figures, Indicator, State

LOWEST_THRESHOLD = 5  # the State's own rule for these persons; a pole may only raise it
SIGNIFICANT_DENOMINATOR = 10  # below it a structure's rate is "n.s."


class Count(NamedTuple):
    """A number of persons. Two indicators that name the same measure share the same count."""

    measure: str
    year: int
    structure: str
    category: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that a reader can do: `total` = Σ `parts`."""

    total: Count
    parts: tuple[Count, ...]

    @property
    def members(self) -> tuple[Count, ...]:
        """All the counts that this sum ties together."""
        return (self.total, *self.parts)


def protect(aggregates: Aggregates, threshold: int = LOWEST_THRESHOLD) -> Figures:
    """Turn every aggregate into a figure that may be printed.

    Values are rounded to the indicator's decimals here, so that no digit leaves that the page
    does not show. Raises ConfidentialityError when the threshold is under the legal floor.
    """
    if threshold < LOWEST_THRESHOLD:
        raise ConfidentialityError(
            f"Le seuil de secret demandé ({threshold}) est inférieur à {LOWEST_THRESHOLD} : "
            "il ne peut qu'être relevé. Corrigez [confidentialite] seuil dans pole.toml."
        )
    people = [c for c in aggregates.cells.values() if _counts_persons(_head(aggregates, c))]
    counts, printed = _counts(aggregates, people)
    hidden = _mask(counts, printed, list(_sums(aggregates.indicators, counts)), threshold)
    cells = {
        key: _figure(cell, _head(aggregates, cell), hidden, threshold)
        for key, cell in aggregates.cells.items()
    }
    return Figures(aggregates.indicators, cells, aggregates.years, aggregates.perimeters, threshold)


def _head(aggregates: Aggregates, cell: Aggregate) -> Indicator:
    return aggregates.indicators[cell.key.indicator]


def _counts_persons(indicator: Indicator) -> bool:
    return indicator.sensitivity > 0


def _stem(indicator: str) -> str:
    return indicator.rpartition("/")[2]


def _place(measure: str, key: CellKey) -> Count:
    return Count(measure, key.year, key.structure, key.category)


def _complement(indicator: Indicator) -> str:
    return f"{indicator.denominator} − {indicator.numerator}"


def _counts(
    aggregates: Aggregates, people: Iterable[Aggregate]
) -> tuple[dict[Count, int], frozenset[Count]]:
    """All the counts behind the cells, and those that are printed or can be read off them."""
    counts: dict[Count, int] = {}
    printed: set[Count] = set()
    for cell in people:
        head = _head(aggregates, cell)
        if head.numerator and head.denominator:
            if cell.numerator is None or cell.denominator is None:
                continue
            top, bottom = _place(head.numerator, cell.key), _place(head.denominator, cell.key)
            counts[top], counts[bottom] = int(cell.numerator), int(cell.denominator)
            if head.is_share:
                counts[_place(_complement(head), cell.key)] = counts[bottom] - counts[top]
            printed |= {top, bottom}
        elif cell.value is not None and cell.persons is None:
            place = _place(_stem(cell.key.indicator), cell.key)
            counts[place] = int(cell.value)
            printed.add(place)
    return counts, frozenset(printed)


def _sums(indicators: Mapping[str, Indicator], counts: Mapping[Count, int]) -> Iterator[Sum]:
    """Every sum a reader can do among the counts."""
    over_structures = ((c._replace(structure=""), c) for c in counts if c.structure)
    yield from (link for link in _grouped(over_structures) if link.total in counts)
    over_categories = ((c._replace(category=""), c) for c in counts if c.category)
    for link in _grouped(over_categories):
        # categories that overlap (a person may meet several obstacles) are no sum
        if counts.get(link.total) == sum(counts[part] for part in link.parts):
            yield link
    places = sorted({(c.year, c.structure, c.category) for c in counts})
    for head in filter(_counts_persons, indicators.values()):
        for total_name, part_names in _declared(head):
            for place in places:
                total = _named(total_name, *place)
                parts = tuple(_named(name, *place) for name in part_names)
                if total in counts and all(part in counts for part in parts):
                    yield Sum(total, parts)


def _grouped(pairs: Iterable[tuple[Count, Count]]) -> Iterator[Sum]:
    """The whole pole as the sum of its structures, a total as that of its categories."""
    groups: dict[Count, list[Count]] = {}
    for total, part in pairs:
        groups.setdefault(total, []).append(part)
    return (Sum(total, tuple(parts)) for total, parts in groups.items())


def _declared(head: Indicator) -> Iterator[tuple[str, tuple[str, ...]]]:
    if head.is_share and head.numerator and head.denominator:
        yield head.denominator, (head.numerator, _complement(head))
    for relation in head.relations:
        total, _, parts = relation.partition("=")
        yield total.strip(), tuple(part.strip() for part in parts.split("+"))


def _named(name: str, year: int, structure: str, category: str) -> Count:
    measure, _, own_category = name.partition(".")
    return Count(measure, year, structure, own_category or category)


def _mask(
    counts: Mapping[Count, int], printed: frozenset[Count], sums: list[Sum], threshold: int
) -> frozenset[Count]:
    """The counts to hide: the small ones, then what gives one back, until nothing does."""
    hidden = {count for count, n in counts.items() if 1 <= n < threshold}
    settled = False
    while not settled:
        settled = True
        for link in sums:
            visible = [c for c in link.members if c in printed and c not in hidden and counts[c]]
            visible.sort(key=lambda c: (_loss(c, counts[c]), c))
            while visible and _gives_back(link, counts, printed, hidden, threshold):
                hidden.add(visible.pop(0))
                settled = False
    return frozenset(hidden)


def _gives_back(
    link: Sum,
    counts: Mapping[Count, int],
    printed: frozenset[Count],
    hidden: set[Count],
    threshold: int,
) -> bool:
    """Whether what this sum shows pins a hidden count, or a small group of hidden ones."""
    unknown = [c for c in link.members if (c in hidden or c not in printed) and counts[c]]
    if not any(c in hidden for c in unknown):
        return False
    if len(unknown) == 1:
        return True
    return link.total not in unknown and sum(counts[c] for c in unknown) < threshold


def _loss(count: Count, size: int) -> int:
    """What the reader loses with this count: headline totals are dear, details cheap."""
    return size + (0 if count.structure else 2_000) + (0 if count.category else 1_000)


def _figure(cell: Aggregate, head: Indicator, hidden: frozenset[Count], threshold: int) -> Figure:
    if head.numerator and head.denominator:
        return _ratio(cell, head, hidden)
    if cell.value is None:
        return Figure(cell.key, State.NOT_APPLICABLE)
    if cell.persons and cell.persons < threshold:
        return Figure(cell.key, State.HIDDEN)
    if _counts_persons(head) and _place(_stem(head.id), cell.key) in hidden:
        return Figure(cell.key, State.HIDDEN)
    return Figure(cell.key, State.VALUE, _rounded(cell.value, head), unknown=_unknown(cell))


def _ratio(cell: Aggregate, head: Indicator, hidden: frozenset[Count]) -> Figure:
    top, bottom = cell.numerator, cell.denominator
    if top is None or not bottom:
        return Figure(cell.key, State.NOT_APPLICABLE)
    if _counts_persons(head):
        if cell.key.structure and bottom < SIGNIFICANT_DENOMINATOR:
            return Figure(cell.key, State.NOT_SIGNIFICANT)
        measures = (head.numerator, head.denominator, _complement(head))
        if any(_place(str(measure), cell.key) in hidden for measure in measures):
            return Figure(cell.key, State.HIDDEN)
    value = _rounded(top / bottom * (100 if head.is_share else 1), head)
    if cell.key.structure:
        return Figure(cell.key, State.VALUE, value)
    return Figure(cell.key, State.VALUE, value, top, bottom, _unknown(cell))


def _unknown(cell: Aggregate) -> int | None:
    """People whose answer is missing: told for the pole only, where it singles out nobody."""
    return None if cell.key.structure else cell.unknown


def _rounded(value: Decimal, head: Indicator) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-head.decimals), rounding=ROUND_HALF_UP)
