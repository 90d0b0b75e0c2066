"""Figures made of amounts, read back: none may give an amount back that is not printed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pipeline.errors import LeakError
from pipeline.model import Aggregates, CellKey, Indicator
from pipeline.protecting.relations import read_relation
from pipeline.published.links import Spot
from pipeline.published.seen import Reading
from pipeline.published.truth import Amount, amount_spot

FEWEST = 3  # structures behind a sum of which none is told


def check_derived(
    shown: Mapping[CellKey, Reading], aggregates: Aggregates, amounts: Mapping[Spot, Amount]
) -> None:
    """Refuse a rate or an emission from which a reader works out what a structure keeps secret.

    Raises LeakError: what hides the amounts forgot what is made of them.
    """
    printed = [key for key, reading in shown.items() if reading.value is not None]
    seen = {amount_spot(key) for key in printed}
    secret: dict[tuple[str, int], set[str]] = {}
    for spot in amounts:
        if spot.structure and spot not in seen:
            secret.setdefault((spot.measure, spot.year), set()).add(spot.structure)
    for key in printed:
        head = aggregates.indicators[key.indicator]
        owners = secret.get((head.behind, key.year))
        if not owners:
            continue
        if key.structure in owners or (not key.structure and _adds_up(key, head, seen, aggregates)):
            place = ", ".join(filter(None, (str(key.year), key.structure, key.category)))
            raise LeakError(
                f"{head.code} « {head.title} » ({place}) redonnerait un montant qu'une structure "
                "n'accepte pas de montrer"
            )


def _adds_up(key: CellKey, head: Indicator, seen: Collection[Spot], aggregates: Aggregates) -> bool:
    """Whether a figure of the whole pole says more than its own amounts, or is of too few.

    A rate of the pole is told by the amounts of the pole that are printed.
    """
    measure = head.behind if head.numerator else head.id.split("/")[1]
    hidden = [
        spot
        for one, cell in aggregates.cells.items()
        if (spot := amount_spot(one)).measure == measure and one.year == key.year
        if cell.value and spot not in seen
    ]
    if head.numerator:
        return _splits(head, {spot.category for spot in hidden if not spot.structure})
    own = [spot for spot in hidden if spot.category == key.category]
    return 0 < len(own) < FEWEST


def _splits(head: Indicator, hidden: Collection[str]) -> bool:
    """Whether a rate counts some of the hidden amounts of the pole, and not the others.

    Whoever knows the total knows their sum.
    """
    relations = [read_relation(text).terms for text in head.relations]
    counted = [
        {
            category
            for terms in relations
            if terms[-1][0] == measure
            for _, category, _ in terms[:-1]
        }
        for measure in (head.numerator, head.denominator)
    ]
    is_mixed = any(len({category in one for category in hidden}) > 1 for one in counted)
    return bool(hidden) and ("" in hidden or not all(counted) or is_mixed)
