"""Amounts that say too much of whoever stands behind them: few persons, or one enterprise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from pipeline.model import ENTERPRISE_UNITS, Aggregate, Aggregates, CellKey, Indicator
from pipeline.protecting.persons import Count, counts_persons, place, rest_of, stem
from pipeline.protecting.relations import related
from pipeline.secrecy.cells import Cell, Key, Policy, Problem
from pipeline.secrecy.rules import needs


class Amount(NamedTuple):
    """In the smallest unit printed. `contributors` are those that the rules must look at."""

    value: int  # as it would be printed
    contributors: tuple[int, ...] = ()
    is_rounded: bool = False  # more decimals than are printed: sums hold to the rounding
    owners: tuple[str, ...] = ()  # whose they are, of an amount that is told for the pole only


Table = Mapping[CellKey, Decimal]  # an amount and its details, in the smallest unit printed


def amounts_of(
    aggregates: Aggregates, threshold: int, agreed: frozenset[str] | None
) -> dict[Count, Amount]:
    """The amounts of each table in which one at least must be looked at."""
    found: dict[Count, Amount] = {}
    for (indicator, _, measure), own in _tables(aggregates).items():
        head = aggregates.indicators[indicator]
        table: dict[Count, Amount] = {}
        for key, exact in own.items():
            if head.is_pole_only and key.structure:
                continue  # never printed
            value = _whole(exact)
            parts = _enterprises(head, key, own, agreed)
            contributors = tuple(map(_whole, parts.values()))
            if counts_persons(head):
                least = aggregates.threshold(key.year, threshold)
                is_few = aggregates.cells[key].persons in range(1, least)
                contributors = (value,) if is_few else ()
            owners = tuple(parts) if head.is_pole_only else ()
            table[place(measure, key)] = Amount(value, contributors, value != exact, owners)
        if any(amount.contributors for amount in table.values()):
            found |= table
    return found


def _tables(aggregates: Aggregates) -> Mapping[tuple[str, int, str], Table]:
    """The additive amounts, by indicator, year and measure."""
    tables: dict[tuple[str, int, str], dict[CellKey, Decimal]] = {}
    for key, cell in aggregates.cells.items():
        for measure, exact in _measured(aggregates.indicators, cell):
            tables.setdefault((key.indicator, key.year, measure), {})[key] = exact
    return tables


def _measured(
    indicators: Mapping[str, Indicator], cell: Aggregate
) -> Iterator[tuple[str, Decimal]]:
    """The amounts that a cell tells: its own, or those that a rate is made of.

    With what is left of a share, unless it has a name of its own.
    """
    head = indicators[cell.key.indicator]
    if head.ratio and head.is_pole_amount:
        (top, bottom), over, under = head.ratio, cell.numerator, cell.denominator
        if over is not None and under is not None:
            yield top, over
            yield bottom, under
            if head.is_share and not _has_name(indicators, top, bottom):
                yield rest_of(bottom, (top,)), under - over
    elif cell.value is not None and _is_amount(head, cell):
        yield stem(head.id), cell.value.scaleb(head.decimals)


def _has_name(indicators: Mapping[str, Indicator], *measures: str) -> bool:
    """Whether the difference of both is a figure."""
    return any({*measures} <= related(head) for head in indicators.values() if head.is_difference)


def _is_amount(head: Indicator, cell: Aggregate) -> bool:
    if head.is_pole_only:
        return True
    if head.aggregation != "somme":
        return False
    return cell.persons is not None if counts_persons(head) else head.unit in ENTERPRISE_UNITS


def is_concentrated(contributors: tuple[int, ...]) -> bool:
    """Whether an amount is made by too few, or one of them makes nearly all of it."""
    cell = Cell(Key(""), sum(contributors), is_real=True, contributors=contributors)
    return bool(needs(Problem({cell.key: cell}), Policy()))


def _enterprises(
    head: Indicator, key: CellKey, table: Table, agreed: frozenset[str] | None
) -> Mapping[str, Decimal]:
    """What each structure brings to an amount, if one that did not agree is told by it.

    In a total beside what others agreed to show, theirs is the masks' affair: these are linked to
    it. Where no structure's amount is printed, one that agreed may dominate: it then counts for no
    more than the largest of the others.
    """
    if agreed is None:
        return {}
    parts = {
        one.structure: value
        for one, value in table.items()
        if one.structure and one.category == key.category
        if key.structure in {"", one.structure} and value
    }
    if parts.keys() <= agreed:
        return {}
    if not head.is_pole_only:
        return parts if agreed.isdisjoint(parts) else {}
    most = max(abs(value) for owner, value in parts.items() if owner not in agreed)
    return {
        owner: min(abs(value), most) if owner in agreed else value for owner, value in parts.items()
    }


def _whole(exact: Decimal) -> int:
    return int(exact.to_integral_value(ROUND_HALF_UP))
