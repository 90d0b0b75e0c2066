"""The true counts behind what is printed: private, joined only to judge."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import NamedTuple

from pipeline.model import Aggregate, Aggregates, CellKey, Indicator
from pipeline.published.brought import made
from pipeline.published.links import Known, Spot, Truth, counted_twice, twice, within

NO_OTHER: Mapping[int, int] = MappingProxyType({})
LEAST = 10  # persons under the rate of a structure, whatever the threshold


def fewest(threshold: int) -> int:
    """Persons under the rate of a structure, said in the report: else "n.s."."""
    return max(LEAST, 2 * threshold)


def true_counts(aggregates: Aggregates) -> dict[Spot, int]:
    """Every count of persons, those inside shares and those that readers subtract included."""
    found: dict[Spot, int] = {}
    for cell in aggregates.cells.values():
        head = aggregates.indicators[cell.key.indicator]
        told = zip(spots(head, cell.key), _values(head, cell), strict=False)
        found |= {spot: int(value) for spot, value in told if value is not None}
    return found | counted_twice(found)


def known_answers(
    aggregates: Aggregates, truth: Truth, lacking: Collection[tuple[str, int]] = ()
) -> Iterator[Known]:
    """Those who answered are some of all, where a count says how many these are in every place.

    Of those `lacking`, by measure and year, the page says how many answers the pole lacks.
    """
    every: dict[str, dict[Spot, int]] = {}
    for cell in aggregates.cells.values():
        told = spots(aggregates.indicators[cell.key.indicator], cell.key)
        is_of_all = cell.denominator is not None and not cell.key.category
        if len(told) == 2 and is_of_all and cell.unknown is not None:
            every.setdefault(told[1].measure, {})[told[1]] = truth[told[1]] + cell.unknown
    measures = sorted(head.id.split("/")[1] for head in aggregates.indicators.values())
    for people in every.values():
        for measure in measures:
            pairs = [(spot, spot._replace(measure=measure), n) for spot, n in people.items()]
            if all(truth.get(whole) == n for _, whole, n in pairs):
                for spot, whole, _ in pairs:
                    of_all = ((spot, 1), (whole, -1))
                    yield Known(of_all, "<=", "réponses connues")
                    yield from within(twice(spot), twice(whole), truth)
                    if not spot.structure and spot[:2] in lacking:
                        lack = truth[spot] - truth[whole]
                        yield Known(of_all, "=", "réponses du pôle", rhs=lack)
                    yield from _missing(spot, whole, truth)


def _missing(spot: Spot, whole: Spot, truth: Truth) -> Iterator[Known]:
    """No structure lacks more answers than the pole, which tells its own."""
    pole = spot._replace(structure=""), whole._replace(structure="")
    if spot.structure and all(one in truth for one in pole):
        answered, every = pole
        if truth[whole] - truth[spot] <= truth[every] - truth[answered]:
            terms = ((whole, 1), (spot, -1), (every, -1), (answered, 1))
            yield Known(terms, "<=", "réponses manquantes")


def known_silence(aggregates: Aggregates, truth: Truth) -> Iterator[Known]:
    """The annex names the files that lack: of such a structure no answer is known.

    Those that the pole lacks are of such structures, where a share says how many it lacks.
    """
    lacking: dict[Spot, list[tuple[Spot, int]]] = {}
    for cell in aggregates.cells.values():
        head = aggregates.indicators[cell.key.indicator]
        told = spots(head, cell.key)
        if not head.is_pole_only or len(told) != 2 or cell.unknown is None:
            continue
        pole = told[1]._replace(structure="")
        lacking.setdefault(pole, []).append((told[1], cell.unknown))
        if cell.key.structure and cell.denominator == 0:
            yield Known(((told[1], 1),), "=", "fichier non reçu")
    for measure in sorted(head.id.split("/")[1] for head in aggregates.indicators.values()):
        for pole, own in lacking.items():
            yield from _of_silent(pole, dict(own), measure, truth)


def _of_silent(
    pole: Spot, unknown: Mapping[Spot, int], measure: str, truth: Truth
) -> Iterator[Known]:
    every = {spot: spot._replace(measure=measure) for spot in unknown}
    is_of_all = all(truth.get(every[spot]) == truth[spot] + n for spot, n in unknown.items())
    more = sum(n if spot == pole else -n for spot, n in unknown.items())
    if len(unknown) > 1 and is_of_all and more <= 0:
        signs = {spot: 1 if spot == pole else -1 for spot in unknown}
        terms = [(every[spot], sign) for spot, sign in signs.items()]
        terms += [(spot, -sign) for spot, sign in signs.items()]
        yield Known(tuple(terms), "<=" if more else "=", "structures sans fichier")


def spots(head: Indicator, key: CellKey) -> tuple[Spot, ...]:
    """The counts that a figure speaks of: its own, or the two of a share; none for an amount."""
    if not head.sensitivity:
        return ()
    measures = (head.numerator, head.denominator) if head.numerator else (head.id.split("/")[1],)
    return tuple(Spot(str(m), key.year, key.structure, key.category) for m in measures)


def _values(head: Indicator, cell: Aggregate) -> tuple[Decimal | None, ...]:
    if head.numerator:
        return cell.numerator, cell.denominator
    return (cell.value if cell.persons is None else None,)


ENTERPRISE_UNITS = {"€", "t", "kg"}


class Amount(NamedTuple):
    """An amount as it would be printed, in the smallest unit; secret when few stand behind it."""

    value: int
    is_secret: bool
    is_rounded: bool = False  # its true value has more decimals


def true_amounts(
    aggregates: Aggregates,
    threshold: int,
    agreed: Collection[str] | None,
    thresholds: Mapping[int, int] = NO_OTHER,
) -> dict[Spot, Amount]:
    """The additive amounts of the tables in which one at least is secret.

    `thresholds` are those of the years that came out under another one.
    """
    found: dict[Spot, Amount] = {}
    for cell in aggregates.cells.values():
        head = aggregates.indicators[cell.key.indicator]
        if cell.value is None or head.aggregation != "somme" or head.brought:
            continue
        secret = _is_secret(cell, head, thresholds.get(cell.key.year, threshold), agreed)
        if secret is not None:
            exact = cell.value.scaleb(head.decimals)
            value = int(exact.to_integral_value(ROUND_HALF_UP))
            found[amount_spot(cell.key)] = Amount(value, secret, value != exact)
    tables = {(spot.measure, spot.year) for spot, amount in found.items() if amount.is_secret}
    kept = {spot: one for spot, one in found.items() if (spot.measure, spot.year) in tables}
    return kept if agreed is None else kept | _of_pole(aggregates, agreed)


def _of_pole(aggregates: Aggregates, agreed: Collection[str]) -> dict[Spot, Amount]:
    """The amounts told for the pole only, of the years in which one is secret."""
    found = {
        spot: Amount(one.printed, one.is_of_few(agreed), one.printed != one.value)
        for spot, one in made(aggregates).items()
    }
    years = {spot.year for spot, amount in found.items() if amount.is_secret}
    return {spot: amount for spot, amount in found.items() if spot.year in years}


def amount_spot(key: CellKey) -> Spot:
    """The place of an amount."""
    return Spot(key.indicator.split("/")[1], key.year, key.structure, key.category)


def _is_secret(
    cell: Aggregate, head: Indicator, threshold: int, agreed: Collection[str] | None
) -> bool | None:
    """Whether an amount is secret by itself; None when no rule looks at it."""
    if head.sensitivity:
        return None if cell.persons is None else 0 < cell.persons < threshold
    if head.unit not in ENTERPRISE_UNITS or agreed is None:
        return None
    return bool(cell.key.structure) and bool(cell.value) and cell.key.structure not in agreed
