"""Those who answered, under a share, and those who did not: together all that a count is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from pipeline.model import Aggregate, Aggregates, CellKey
from pipeline.protecting.persons import Count, counts_persons, place
from pipeline.secrecy.cells import Link


def within_counts(
    aggregates: Aggregates, values: Mapping[Count, int], shown: Collection[Count]
) -> Iterator[Link]:
    """Those who answered at most as many as all, wherever these are a count that is printed.

    A count is that of all when it is everywhere the answers given and those missing. Without it,
    40 % would be 4 of 10 as well as 8 of 20, beside a structure of eleven persons.
    """
    every: dict[str, dict[Count, int]] = {}
    brought = {head.denominator for head in aggregates.indicators.values() if head.is_pole_only}
    for cell in aggregates.cells.values():
        head = aggregates.indicators[cell.key.indicator]
        if not head.ratio or not counts_persons(head) or cell.denominator is None:
            continue
        if cell.unknown is not None:
            bottom, people = place(head.ratio[1], cell.key), int(cell.denominator)
            if not bottom.category:
                every.setdefault(bottom.measure, {})[bottom] = people + cell.unknown
    measures = sorted({count.measure for count in shown if not count.category})
    for answered, places in every.items():
        for measure in measures:
            wholes = {count: count._replace(measure=measure) for count in places}
            if all(values.get(wholes[count]) == n for count, n in places.items()):
                yield from _answers(wholes, values)
                yield from _silent(wholes, values) if answered in brought else ()


def _answers(wholes: Mapping[Count, Count], values: Mapping[Count, int]) -> Iterator[Link]:
    """Answers given are some of all; those missing at a structure are missing at the pole too.

    The pole tells how many lack: where none does, the persons under a share are all of them.
    """
    for count, whole in wholes.items():
        yield Link(((count.key, 1), (whole.key, -1)), "<=", why="réponses connues")
        every, all_of_it = (one._replace(structure="") for one in (count, whole))
        lacking = ((whole, 1), (count, -1), (all_of_it, -1), (every, 1))
        is_known = count.structure and every in values and all_of_it in values
        if is_known and sum(values[one] * sign for one, sign in lacking) <= 0:
            terms = tuple((one.key, sign) for one, sign in lacking)
            yield Link(terms, "<=", why="réponses manquantes")


def _silent(wholes: Mapping[Count, Count], values: Mapping[Count, int]) -> Iterator[Link]:
    """The answers that the pole lacks are those of the structures that sent no file.

    Nobody tells a reader whether these share persons; where they share none, it is known.
    """
    for pole in (count for count in wholes if not count.structure):
        own = [count for count in wholes if count.structure and count.year == pole.year]
        terms = [(wholes[pole], 1), (pole, -1)]
        terms += [(one, sign) for part in own for one, sign in ((wholes[part], -1), (part, 1))]
        more = sum(values[one] * sign for one, sign in terms)
        if own and more <= 0:
            named = tuple((one.key, sign) for one, sign in terms)
            yield Link(named, "<=" if more else "=", why="structures sans fichier")


def all_unsaid(
    aggregates: Aggregates, reasons: Mapping[CellKey, str]
) -> frozenset[tuple[int, Decimal]]:
    """The totals of the pole that no figure prints, with their years."""
    return frozenset(
        (key.year, cell.value)
        for key, cell in aggregates.cells.items()
        if not key.structure and not key.category and reasons.get(key) != ""
        if counts_persons(aggregates.indicators[key.indicator]) and cell.value is not None
    )


def without_answer(cell: Aggregate, unsaid: Collection[tuple[int, Decimal]]) -> Aggregate:
    """The cell, silent on those who gave none where they would tell such a total.

    The persons under a share of the pole are known by its noise: with the others, they are all.
    """
    answered = cell.denominator if cell.value is None else cell.value
    every = (answered or 0) + (cell.unknown or 0)
    return replace(cell, unknown=None) if (cell.key.year, every) in unsaid else cell
