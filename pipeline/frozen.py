"""What earlier editions already said of the counts: it can be neither hidden nor shown again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipeline.editions.ledger import Printed, Publication
from pipeline.model import Aggregate, Aggregates, CellKey, Indicator, State
from pipeline.persons import Count, counts_persons, place, stem
from pipeline.published.seen import number_in
from pipeline.secrecy.cells import Status


def frozen(aggregates: Aggregates, publications: Sequence[Publication]) -> dict[Count, Status]:
    """The counts of persons that an earlier edition showed, or kept hidden.

    A table revised since then is left out: its counts are not those of the edition that is out.
    Of a hidden share the numerator stays hidden, which hides the same figures again.
    """
    found: dict[Count, Status] = {}
    for publication in publications:
        changed = _revised(aggregates, publication.figures)
        for key, printed in publication.figures.items():
            cell = aggregates.cells.get(key)
            if cell is None or (key.indicator, key.year) in changed:
                continue
            head = aggregates.indicators[key.indicator]
            for count, status in _statuses(head, key, printed.state):
                if found.get(count) is not Status.SHOWN:
                    found[count] = status
    return found


def _statuses(head: Indicator, key: CellKey, state: State) -> list[tuple[Count, Status]]:
    if not counts_persons(head) or state not in {State.VALUE, State.HIDDEN}:
        return []
    status = Status.SHOWN if state is State.VALUE else Status.HIDDEN
    if not (head.numerator and head.denominator):
        return [(place(stem(head.id), key), status)]
    measures = (head.numerator, head.denominator)[: 2 if status is Status.SHOWN else 1]
    return [(place(measure, key), status) for measure in measures]


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
