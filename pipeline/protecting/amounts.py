"""Amounts that say too much of whoever stands behind them: few persons, or one enterprise."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from pipeline.model import Aggregate, Aggregates, Indicator
from pipeline.protecting.persons import Count, counts_persons, place, stem

ENTERPRISE_UNITS = ("€", "t", "kg")  # what a structure sells or handles: money and tonnage


class Amount(NamedTuple):
    """In the smallest unit printed. `contributors` are those that the rules must look at."""

    value: int
    contributors: tuple[int, ...] = ()


def amounts_of(
    aggregates: Aggregates, threshold: int, agreed: frozenset[str] | None
) -> dict[Count, Amount]:
    """The amounts of each table in which one at least must be looked at."""
    found: dict[Count, Amount] = {}
    for own in _tables(aggregates).values():
        table: dict[Count, Amount] = {}
        for cell in own:
            head = aggregates.indicators[cell.key.indicator]
            value = _scaled(head, cell)
            contributors = _enterprises(cell, own, head, agreed)
            if counts_persons(head):
                contributors = (value,) if 0 < (cell.persons or 0) < threshold else ()
            table[place(stem(head.id), cell.key)] = Amount(value, contributors)
        if any(amount.contributors for amount in table.values()):
            found |= table
    return found


def _tables(aggregates: Aggregates) -> Mapping[tuple[str, int], list[Aggregate]]:
    """The additive amounts, by indicator and year."""
    tables: dict[tuple[str, int], list[Aggregate]] = {}
    for cell in aggregates.cells.values():
        if _is_amount(aggregates.indicators[cell.key.indicator], cell):
            tables.setdefault((cell.key.indicator, cell.key.year), []).append(cell)
    return tables


def _is_amount(head: Indicator, cell: Aggregate) -> bool:
    if head.aggregation != "somme" or cell.value is None:
        return False
    if counts_persons(head):
        return cell.persons is not None
    return head.unit in ENTERPRISE_UNITS


def _enterprises(
    cell: Aggregate, table: Collection[Aggregate], head: Indicator, agreed: frozenset[str] | None
) -> tuple[int, ...]:
    """What each structure brings to an amount that none of them agreed to show.

    In a total with others that did agree, theirs is the masks' affair: these are linked to it.
    """
    parts = dict(_parts(cell, table, head))
    has_agreed = agreed is None or not agreed.isdisjoint(parts)
    return () if has_agreed else tuple(parts.values())


def _parts(
    cell: Aggregate, table: Collection[Aggregate], head: Indicator
) -> Iterator[tuple[str, int]]:
    for one in table:
        is_part = one.key.structure and one.key.category == cell.key.category
        if is_part and cell.key.structure in {"", one.key.structure} and one.value:
            yield one.key.structure, _scaled(head, one)


def _scaled(head: Indicator, cell: Aggregate) -> int:
    return int(((cell.value or Decimal(0)) * 10**head.decimals).to_integral_value())
