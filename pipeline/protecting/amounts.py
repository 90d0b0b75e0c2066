"""Amounts that say too much of whoever stands behind them: few persons, or one enterprise."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP
from typing import NamedTuple

from pipeline.model import Aggregate, Aggregates, CellKey, Indicator
from pipeline.protecting.persons import Count, counts_persons, place, stem

ENTERPRISE_UNITS = ("€", "t", "kg")  # what a structure sells or handles: money and tonnage


class Amount(NamedTuple):
    """In the smallest unit printed. `contributors` are those that the rules must look at."""

    value: int  # as it would be printed
    contributors: tuple[int, ...] = ()
    is_rounded: bool = False  # more decimals than are printed: sums hold to the rounding


Table = Mapping[CellKey, int]  # an amount and its details, in the smallest unit printed


def amounts_of(
    aggregates: Aggregates, threshold: int, agreed: frozenset[str] | None
) -> dict[Count, Amount]:
    """The amounts of each table in which one at least must be looked at."""
    found: dict[Count, Amount] = {}
    for (indicator, _), own in _tables(aggregates).items():
        head = aggregates.indicators[indicator]
        table: dict[Count, Amount] = {}
        for key, value in own.items():
            contributors = _enterprises(key, own, agreed)
            if counts_persons(head):
                is_few = aggregates.cells[key].persons in range(1, threshold)
                contributors = (value,) if is_few else ()
            exact = aggregates.cells[key].value
            is_rounded = exact is not None and value != exact.scaleb(head.decimals)
            table[place(stem(head.id), key)] = Amount(value, contributors, is_rounded)
        if any(amount.contributors for amount in table.values()):
            found |= table
    return found


def _tables(aggregates: Aggregates) -> Mapping[tuple[str, int], Table]:
    """The additive amounts, by indicator and year."""
    tables: dict[tuple[str, int], dict[CellKey, int]] = {}
    for key, cell in aggregates.cells.items():
        head = aggregates.indicators[key.indicator]
        if cell.value is not None and _is_amount(head, cell):
            scaled = int(cell.value.scaleb(head.decimals).to_integral_value(ROUND_HALF_UP))
            tables.setdefault((key.indicator, key.year), {})[key] = scaled
    return tables


def _is_amount(head: Indicator, cell: Aggregate) -> bool:
    if head.aggregation != "somme":
        return False
    return cell.persons is not None if counts_persons(head) else head.unit in ENTERPRISE_UNITS


def _enterprises(key: CellKey, table: Table, agreed: frozenset[str] | None) -> tuple[int, ...]:
    """What each structure brings to an amount that none of them agreed to show.

    In a total with others that did agree, theirs is the masks' affair: these are linked to it.
    """
    parts = {
        one.structure: value
        for one, value in table.items()
        if one.structure and one.category == key.category
        if key.structure in {"", one.structure} and value
    }
    has_agreed = agreed is None or not agreed.isdisjoint(parts)
    return () if has_agreed else tuple(parts.values())
