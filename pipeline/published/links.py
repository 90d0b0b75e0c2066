"""What everybody knows of the counts: totals, distinct persons, the relations of the heads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from pipeline.model import Indicator
from pipeline.protecting.persons import TWICE
from pipeline.protecting.relations import groups_of, read_relation


class Spot(NamedTuple):
    """A count of persons: what is counted, and where."""

    measure: str
    year: int
    structure: str = ""
    category: str = ""

    @property
    def name(self) -> str:
        """Its name in the description."""
        return f"{self.measure}|{self.year}|{self.structure}|{self.category}"


class Known(NamedTuple):
    """Σ coefficient × count `op` `rhs`, to `room` where what is added up was rounded."""

    terms: tuple[tuple[Spot, int], ...]
    op: str
    why: str
    room: int = 0
    rhs: int = 0


Truth = Mapping[Spot, int]


def known_links(
    truth: Truth, heads: Mapping[str, Indicator], rounded: Collection[Spot] = ()
) -> list[Known]:
    """Every link between counts that a reader may lean on, once each.

    Nobody tells a reader whether the structures share persons; where they share none in fact,
    the reader is taken to know it. Sums of what is `rounded` hold to half a unit for each term.
    """
    groups = {group for head in heads.values() for group in groups_of(head)}
    single = {spot: n for spot, n in truth.items() if (spot.measure, spot.category) not in groups}
    found = [*_wholes(truth, 2, rounded), *_wholes(single, 3, rounded), *_of_heads(truth, heads)]
    found += [*_of_one_group(truth, heads), *_twice_within(truth, heads)]
    return list({(tuple(sorted(one.terms)), one.op): one for one in found}.values())


def counted_twice(truth: Truth) -> dict[Spot, int]:
    """What the structures count more than the pole: those who are in two of them.

    Anybody subtracts, also what shares say of the persons under them.
    """
    sums: dict[Spot, int] = {}
    for spot, count in truth.items():
        if spot.structure:
            whole = spot._replace(structure="")
            sums[whole] = sums.get(whole, 0) + count
    return {twice(s): n - truth[s] for s, n in sums.items() if s in truth and n > truth[s]}


def _wholes(truth: Truth, axis: int, rounded: Collection[Spot]) -> Iterator[Known]:
    """Totals over the structures (axis 2) or the categories (axis 3)."""
    parts: dict[Spot, list[Spot]] = {}
    for spot in truth:
        if spot[axis]:
            whole = spot._replace(structure="") if axis == 2 else spot._replace(category="")
            parts.setdefault(whole, []).append(spot)
    for whole, own in parts.items():
        if whole not in truth:
            continue
        left = sum(truth[part] for part in own) - truth[whole]
        terms = (*((part, 1) for part in own), (whole, -1))
        room = len(terms) // 2 if any(spot in rounded for spot, _ in terms) else 0
        if abs(left) <= room:
            yield Known(terms, "=", "total", room)
            continue
        if axis == 2:
            yield Known(terms, ">=" if left > 0 else "<=", "personnes distinctes")
        if axis == 2 and (both := twice(whole)) in truth:
            yield Known((*terms, (both, -1)), "=", "personnes comptées deux fois")
        for part in own if left > 0 else ():
            if truth[part] <= truth[whole]:  # a move between members ends a path at one, not here
                yield Known(((part, 1), (whole, -1)), "<=", "partie d'un tout")


def _of_one_group(truth: Truth, heads: Mapping[str, Indicator]) -> Iterator[Known]:
    """Where each category is a share of all the persons, its group is theirs."""
    groups = {head.denominator for head in heads.values()}
    for spot, count in truth.items():
        whole = spot._replace(category="")
        if spot.category and spot.measure in groups and truth.get(whole) == count:
            yield Known(((spot, 1), (whole, -1)), "=", "parts des mêmes personnes")


def _twice_within(truth: Truth, heads: Mapping[str, Indicator]) -> Iterator[Known]:
    """Whoever is counted twice in a share, or in a category, is so among all of its persons."""
    shares = dict.fromkeys((head.numerator, head.denominator) for head in heads.values())
    for spot in truth:
        measure = spot.measure.removeprefix(TWICE)
        if measure == spot.measure:
            continue
        wholes = [spot._replace(measure=f"{TWICE}{b}") for a, b in shares if a == measure]
        wholes += [spot._replace(category="")] if spot.category else []
        for whole in wholes:
            yield from within(spot, whole, truth)


def within(part: Spot, whole: Spot, truth: Truth) -> Iterator[Known]:
    """That some are some of others, where both counts exist and it is true."""
    if part in truth and truth[part] <= truth.get(whole, -1):
        yield Known(((part, 1), (whole, -1)), "<=", "comptées deux fois")


def twice(spot: Spot) -> Spot:
    """Those counted in two structures among the persons of a count."""
    return spot._replace(measure=f"{TWICE}{spot.measure}")


def _of_heads(truth: Truth, heads: Mapping[str, Indicator]) -> Iterator[Known]:
    places = sorted({spot[1:] for spot in truth})
    for head in heads.values():
        for text in head.relations if head.sensitivity else ():
            relation = read_relation(text)
            for year, structure, category in places:
                if category and relation.names_categories:
                    continue
                terms = tuple(
                    (Spot(measure, year, structure, own or category), sign)
                    for measure, own, sign in relation.terms
                )
                if all(spot in truth for spot, _ in terms):
                    yield Known(terms, "=", text)
