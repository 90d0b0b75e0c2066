"""What a reader of the trade knows beyond sums: stocks and flows, populations inside others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from pipeline.model import Aggregates, Indicator
from pipeline.protecting.persons import TWICE, Count, counts_persons, place, rest_of
from pipeline.protecting.relations import Crossing, Term, holding, read_crossing
from pipeline.secrecy.cells import Cell, Link, Status


def crossings(
    indicators: Mapping[str, Indicator],
    values: Mapping[Count, int],
    out: Mapping[Count, Status],
    revised: Collection[tuple[str, int]] = (),
) -> Iterator[tuple[Cell | None, Link]]:
    """Each crossing of the heads wherever it is true, with the count of the others if it has one.

    Where it is not true a reader who leans on it is mistaken. The others are protected like any
    other count, save where editions already out tell them.
    """
    places = sorted({(count.year, count.structure) for count in values})
    named: set[tuple[Count, Count]] = set()  # a part and its whole: the others are a count printed
    for text in sorted(_written(indicators), key=lambda text: ("<" in text, text)):
        crossing = read_crossing(text)
        for year, structure in places:
            counts = [_count(term, year, structure) for term in (*crossing.parts, crossing.whole)]
            if any(count not in values for count in counts) or tuple(counts) in named:
                continue
            told = crossing._replace(op=holding(crossing, year, revised))
            for cell, link in _crossed(told, counts, values, out, text):
                named |= _named(counts) if link.op == "=" and not cell else set()
                yield cell, link


def _written(indicators: Mapping[str, Indicator]) -> set[str]:
    return {text for head in _of_persons(indicators) for text in head.crossings}


def _named(counts: Sequence[Count]) -> set[tuple[Count, Count]]:
    """Of two parts that make a whole up, each with it: those left are the other part."""
    *parts, whole = counts
    return {(part, whole) for part in parts} if len(parts) == 2 else set()


def _of_persons(indicators: Mapping[str, Indicator]) -> Iterator[Indicator]:
    return filter(counts_persons, indicators.values())


def _count(term: Term, year: int, structure: str) -> Count:
    measure = f"{TWICE}{term.measure}" if term.is_twice else term.measure
    return Count(measure, year - term.is_before, structure, term.category)


def _crossed(
    crossing: Crossing,
    counts: list[Count],
    values: Mapping[Count, int],
    out: Mapping[Count, Status],
    text: str,
) -> Iterator[tuple[Cell | None, Link]]:
    *parts, whole = counts
    left = values[whole] - sum(values[part] for part in parts)
    terms = (*((part.key, 1) for part in parts), (whole.key, -1))
    if left < 0 or (crossing.op == "=" and left):
        return
    if crossing.op != "<":
        yield None, Link(terms, crossing.op, why=text)
        return
    rest = whole._replace(measure=rest_of(whole.measure, (part.measure for part in parts)))
    is_out = all(out.get(count) is Status.SHOWN for count in counts)
    cell = Cell(rest.key, left, status=Status.UNPRINTED, sensitive=not is_out)
    yield cell, Link((*terms, (rest.key, 1)), why=text)


def floors(aggregates: Aggregates, values: Mapping[Count, int]) -> Iterator[tuple[Count, int]]:
    """The counts that a printed value bounds from below: 2.7 full times are three persons."""
    for cell in aggregates.cells.values():
        head = aggregates.indicators[cell.key.indicator]
        count = place(head.at_most, cell.key)
        if count in values and cell.value is not None and cell.key.is_in(aggregates.told):
            unit = Decimal(1).scaleb(-head.decimals)
            least = cell.value.quantize(unit, ROUND_HALF_UP) - unit / 2
            low = int(least.to_integral_value(ROUND_CEILING))
            if low <= values[count]:
                yield count, low
