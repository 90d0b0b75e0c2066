"""The pole's money, judged by what each structure brings to it, which no file shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from pipeline.errors import LeakError
from pipeline.model import Aggregate, Aggregates, CellKey, Indicator
from pipeline.protecting.relations import read_relation
from pipeline.published.links import Known, Spot, known_links
from pipeline.published.seen import Reading

FEWEST = 3  # structures that make a sum
MOST = Decimal("0.85")  # of it, that one which keeps its amounts may make


class Made(NamedTuple):
    """An amount of the pole in the smallest unit printed, with what each structure brings."""

    value: Decimal
    parts: Mapping[str, Decimal]

    def is_of_few(self, agreed: Collection[str]) -> bool:
        """Whether it tells the amount of a structure that keeps its own."""
        sizes = {structure: abs(part) for structure, part in self.parts.items() if part}
        keeping = [size for structure, size in sizes.items() if structure not in agreed]
        if not keeping:
            return False
        return len(sizes) < FEWEST or max(keeping) > MOST * sum(sizes.values())

    @property
    def printed(self) -> int:
        """To the last digit that is printed."""
        return int(self.value.to_integral_value(ROUND_HALF_UP))


def made(aggregates: Aggregates) -> dict[Spot, Made]:
    """Every amount that is told for the pole only: those of a rate too, and what it leaves."""
    heads = {
        name: head
        for name, head in aggregates.indicators.items()
        if head.is_pole_amount or head.is_difference
    }
    measures = {name: measures_of(head, aggregates.indicators) for name, head in heads.items()}
    values: dict[Spot, Decimal] = {}
    parts: dict[Spot, dict[str, Decimal]] = {}
    for key, cell in aggregates.cells.items():
        told = _values(heads[key.indicator], cell) if key.indicator in heads else ()
        for measure, value in zip(measures.get(key.indicator, ()), told, strict=False):
            whole = Spot(measure, key.year, "", key.category)
            if key.structure:
                parts.setdefault(whole, {})[key.structure] = value
            else:
                values[whole] = value
    return {spot: Made(value, parts.get(spot, {})) for spot, value in values.items()}


def measures_of(head: Indicator, heads: Mapping[str, Indicator]) -> tuple[str, ...]:
    """The amounts that a figure tells: its own, or the two of a rate and their difference."""
    if not head.ratio:
        return (head.id.split("/")[1],)
    top, bottom = head.ratio
    is_named = any({top, bottom} <= tied for tied in _ties(heads))
    return (top, bottom) if is_named or head.unit != "%" else (top, bottom, f"{bottom} − {top}")


def _ties(heads: Mapping[str, Indicator]) -> list[set[str]]:
    """The measures that add up at each place, whatever the category."""
    texts = [text for head in heads.values() for text in head.relations if "." not in text]
    return [{measure for measure, _, _ in read_relation(text).terms} for text in texts]


def amount_spots(heads: Mapping[str, Indicator], key: CellKey) -> tuple[Spot, ...]:
    """Where the amounts that a figure tells are described."""
    names = measures_of(heads[key.indicator], heads)
    return tuple(Spot(name, key.year, key.structure, key.category) for name in names)


def _values(head: Indicator, cell: Aggregate) -> tuple[Decimal, ...]:
    if cell.numerator is not None and cell.denominator is not None:
        return cell.numerator, cell.denominator, cell.denominator - cell.numerator
    return () if cell.value is None else (cell.value.scaleb(head.decimals),)


def known_sums(values: Mapping[Spot, int], heads: Mapping[str, Indicator]) -> Iterator[Known]:
    """What adds up to what: as the heads say, and the two parts of a whole that a rate tells."""
    places = sorted({(spot.year, category) for spot in values for category in ("", spot.category)})
    for text in dict.fromkeys(text for head in heads.values() for text in head.relations):
        terms, names = read_relation(text)
        for year, category in places:
            if names and category:
                continue
            *parts, whole = (Spot(m, year, "", own or category) for m, own, _ in terms)
            yield from _known(whole, parts, values)
    for spot in values:
        bottom, minus, top = spot.measure.partition(" − ")
        if minus:
            parts = [spot, spot._replace(measure=top)]
            yield from _known(spot._replace(measure=bottom), parts, values)


def _known(whole: Spot, parts: list[Spot], values: Mapping[Spot, int]) -> Iterator[Known]:
    """An account that nobody holds has no figure: it adds nothing."""
    held = [part for part in parts if part in values]
    if held and whole in values:
        left = abs(sum(values[part] for part in held) - values[whole])
        room = (len(held) + 1) // 2 if left else 0
        if left <= room:
            yield Known((*((part, 1) for part in held), (whole, -1)), "=", "montants", room)


def check_brought(
    shown: Mapping[CellKey, Reading], aggregates: Aggregates, agreed: Collection[str] | None
) -> None:
    """Refuse a figure of the pole that one structure makes, or nearly, or that two share.

    A sum of several that are not printed counts as printed when the rest of its total is. Raises
    LeakError: what hides the amounts forgot one.
    """
    if agreed is None:
        return
    heads, amounts = aggregates.indicators, made(aggregates)
    told: set[Spot] = set()
    for key, reading in shown.items():
        head = heads[key.indicator]
        if reading.value is None or not (head.is_pole_amount or head.is_difference):
            continue
        spots = amount_spots(heads, key)
        told.update(spots)
        related = sorted(set().union(*_ties({head.id: head}))) if head.is_difference else ()
        for spot in (*spots, *(spots[0]._replace(measure=name) for name in related)):
            if spot in amounts and amounts[spot].is_of_few(agreed):
                raise _refusal(head, spot)
    values = {spot: amount.printed for spot, amount in amounts.items()}
    categories = known_links(values, {}, values)
    for known in [*known_sums(values, heads), *categories]:
        *parts, (whole, _) = known.terms
        silent = [amounts[part] for part, _ in parts if part not in told]
        few = all(one.is_of_few(agreed) for one in silent)
        if whole in told and few and _together(silent).is_of_few(agreed):
            raise _refusal(
                next(h for h in heads.values() if whole.measure in measures_of(h, heads)), whole
            )


def _together(amounts: list[Made]) -> Made:
    parts: dict[str, Decimal] = {}
    for one in amounts:
        for structure, part in one.parts.items():
            parts[structure] = parts.get(structure, Decimal()) + part
    return Made(sum((one.value for one in amounts), Decimal()), parts)


def _refusal(head: Indicator, spot: Spot) -> LeakError:
    place = ", ".join(filter(None, (str(spot.year), spot.category)))
    return LeakError(
        f"{head.code} « {head.title} » ({place}) dirait le montant d'une structure qui n'accepte "
        "pas de le montrer"
    )
