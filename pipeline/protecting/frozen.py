"""What earlier editions already said of the counts: it can be neither hidden nor shown again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.editions.ledger import Printed, Publication
from pipeline.model import Aggregate, Aggregates, CellKey, Indicator, State
from pipeline.protecting.persons import Count, counts_persons, place, stem
from pipeline.published.seen import number_in
from pipeline.secrecy.cells import Cell, Key, Link, Status
from pipeline.secrecy.vintages import difference


class Settled(NamedTuple):
    """What is out: the counts shown or hidden for good, and the persons that a revision adds."""

    statuses: Mapping[Count, Status]
    cells: tuple[Cell, ...] = ()
    links: tuple[Link, ...] = ()
    revised: frozenset[tuple[str, int]] = frozenset()  # measures, in the years they changed


NOTHING = Settled({})


def frozen(aggregates: Aggregates, publications: Sequence[Publication]) -> Settled:
    """The counts of persons that an earlier edition showed, or kept hidden.

    A table revised since then is left out: its counts are not those of the edition that is out.
    Whoever holds both subtracts, so the difference is a count of persons like any other. Of a
    hidden share the numerator stays hidden, which hides the same figures again.
    """
    found: dict[Count, Status] = {}
    gaps: dict[Key, tuple[Cell, Link]] = {}
    revised: set[tuple[str, int]] = set()
    for rank, publication in enumerate(publications, start=1):
        changed = _revised(aggregates, publication.figures)
        revised |= {(stem(indicator), year) for indicator, year in changed}
        for key, printed in publication.figures.items():
            cell = aggregates.cells.get(key)
            if cell is None:
                continue
            head = aggregates.indicators[key.indicator]
            if (key.indicator, key.year) in changed:
                gaps |= _gap(head, cell, printed, rank)
                continue
            for count, status in _statuses(head, key, printed.state):
                if found.get(count) is not Status.SHOWN:
                    found[count] = status
    pairs = gaps.values()
    cells, links = tuple(cell for cell, _ in pairs), tuple(link for _, link in pairs)
    return Settled(found, cells, links, frozenset(revised))


def _gap(
    head: Indicator, cell: Aggregate, printed: Printed, rank: int
) -> dict[Key, tuple[Cell, Link]]:
    """The persons that stand between a count printed then and today's, tied to this one."""
    said = number_in(printed.text)
    if said is None or cell.value is None or cell.persons is not None or not counts_persons(head):
        return {}
    count = place(stem(head.id), cell.key)
    now = Cell(count.key, int(cell.value), dear=count.is_headline)
    gap, sign = difference(now, int(said), count.key._replace(vintage=f"publication {rank}"))
    terms = ((count.key, 1), (gap.key, -sign))
    return {gap.key: (gap, Link(terms, rhs=int(said), why="révision"))}


def _statuses(head: Indicator, key: CellKey, state: State) -> list[tuple[Count, Status]]:
    if not counts_persons(head) or state not in {State.VALUE, State.HIDDEN}:
        return []
    status = Status.SHOWN if state is State.VALUE else Status.HIDDEN
    measures = head.ratio or (stem(head.id),)
    told = measures if status is Status.SHOWN else measures[:1]
    return [(place(measure, key), status) for measure in told]


def _revised(aggregates: Aggregates, figures: Mapping[CellKey, Printed]) -> set[tuple[str, int]]:
    """The indicators and years of which a printed number is no longer true."""
    return {
        (key.indicator, key.year)
        for key, printed in figures.items()
        if printed.state is State.VALUE and key.indicator in aggregates.indicators
        if not _is_still_true(
            aggregates.cells.get(key), aggregates.indicators[key.indicator], printed.text
        )
    }


def _is_still_true(cell: Aggregate | None, head: Indicator, text: str) -> bool:
    """Whether the number printed then is the rounding of today's."""
    said = number_in(text)
    if cell is None or said is None:
        return False
    value = cell.value
    if cell.numerator is not None and cell.denominator:
        value = cell.numerator / cell.denominator * (100 if head.is_share else 1)
    return value is not None and abs(value - said) <= Decimal(1).scaleb(-head.decimals) / 2
