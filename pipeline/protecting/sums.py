"""What adds up to what among amounts: a reader subtracts, and learns what several of them make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from pipeline.model import Indicator
from pipeline.protecting.amounts import Amount, is_concentrated
from pipeline.protecting.persons import Count, counts_persons, rest_of
from pipeline.protecting.relations import Relation, groups_of, read_relation
from pipeline.secrecy.cells import Cell, Link, Status, total


class Line(NamedTuple):
    """An amount that is told beside what it is made of."""

    whole: Count
    parts: tuple[Count, ...]
    why: str


def summed(
    whole: Count,
    parts: Sequence[Count],
    values: Mapping[Count, int],
    rounded: AbstractSet[Count],
    why: str,
) -> list[Link]:
    """The whole as the sum of its parts, if it is; to half a unit each where they are rounded."""
    room = 0 if rounded.isdisjoint((whole, *parts)) else (1 + len(parts)) // 2
    if abs(sum(values[part] for part in parts) - values[whole]) > room:
        return []
    exact = total(whole.key, tuple(part.key for part in parts), why)
    ends = (("<=", room), (">=", -room))
    return [Link(exact.terms, op, rhs, why) for op, rhs in ends] if room else [exact]


def amount_links(
    indicators: Mapping[str, Indicator], amounts: Mapping[Count, Amount]
) -> Iterator[Link]:
    """The sums that the heads declare, and what is left of a share."""
    values = {count: amount.value for count, amount in amounts.items()}
    rounded = {count for count, amount in amounts.items() if amount.is_rounded}
    for whole, parts, why in _lines(indicators, amounts):
        yield from summed(whole, parts, values, rounded, why)


def told_together(
    indicators: Mapping[str, Indicator], amounts: Mapping[Count, Amount]
) -> Iterator[tuple[Cell, Link]]:
    """What the concentrated parts of a line make together, when it is of too few again.

    Hidden side by side they protect one another, and a subtraction would still tell their sum.
    """
    for whole, parts, _ in _lines(indicators, amounts):
        few = [part for part in parts if _is_few(amounts[part])]
        brought: Counter[str] = Counter()
        for part in few:
            brought.update(dict(zip(amounts[part].owners, amounts[part].contributors, strict=True)))
        shares = tuple(brought.values())
        if len(few) > 1 and is_concentrated(shares):
            names = " + ".join(sorted(part.category or part.measure for part in few))
            both = whole._replace(category=names)
            size = sum(amounts[part].value for part in few)
            cell = Cell(both.key, size, status=Status.UNPRINTED, is_real=True, contributors=shares)
            yield cell, total(both.key, tuple(part.key for part in few), "comptes réunis")


def _is_few(amount: Amount) -> bool:
    return bool(amount.owners) and is_concentrated(amount.contributors)


def _lines(indicators: Mapping[str, Indicator], amounts: Mapping[Count, Amount]) -> Iterator[Line]:
    yield from _declared(indicators, amounts)
    groups = {group for head in indicators.values() for group in groups_of(head)}
    by_whole: dict[Count, list[Count]] = {}
    for count, amount in amounts.items():
        if count.category and amount.owners and (count.measure, count.category) not in groups:
            by_whole.setdefault(count._replace(category=""), []).append(count)
    for whole, own in by_whole.items():
        if whole in amounts:
            yield Line(whole, tuple(own), "somme des modalités")


def _declared(
    indicators: Mapping[str, Indicator], amounts: Mapping[Count, Amount]
) -> Iterator[Line]:
    """What heads say; an account that nobody holds has no row and adds nothing to the others."""
    places = sorted(
        {c._replace(measure="", category=own) for c in amounts for own in ("", c.category)}
    )
    for head in (head for head in indicators.values() if not counts_persons(head)):
        relations = [read_relation(text) for text in head.relations]
        if head.is_pole_only and head.ratio:
            top, bottom = head.ratio
            rest = rest_of(bottom, (top,))
            terms = ((top, "", 1), (rest, "", 1), (bottom, "", -1))
            relations.append(Relation(terms, names_categories=False))
        for relation in relations:
            for at in places:
                if not (at.category and relation.names_categories):
                    yield from _line(relation, at, amounts)


def _line(relation: Relation, at: Count, amounts: Mapping[Count, Amount]) -> Iterator[Line]:
    *parts, whole = (
        at._replace(measure=measure, category=own or at.category)
        for measure, own, _ in relation.terms
    )
    held = tuple(part for part in parts if part in amounts)
    if whole in amounts and held:
        yield Line(whole, held, "comptes qui s'additionnent")
