"""Those counted in two structures: the pole counts them once, and a reader subtracts.

They are a count of persons like any other. Of those of a part they are some of those of its whole:
of 16 exits without a job at the workshops, 10 and 5 printed leave 1, once nobody can be counted
twice among the 16 and not among all exits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import NamedTuple

from pipeline.model import Indicator
from pipeline.protecting.persons import TWICE, Count, grouped
from pipeline.secrecy.cells import Cell, Key, Link, Status
from pipeline.secrecy.system import UNDECIDED

Pairs = Iterable[tuple[Count, Count]]  # a part and its whole


class Twice(NamedTuple):
    """The counts of those in two structures, and what ties them."""

    cells: Mapping[Count, Cell]
    links: Sequence[Link]


def counted_twice(
    values: Mapping[Count, int], pairs: Pairs, out: AbstractSet[Key], threshold: int
) -> Twice:
    """What the structures count more than the pole; `out` is what published editions tell.

    What is not told by structure is looked at too: it may be told under another name.
    """
    cells: dict[Count, Cell] = {}
    links: list[Link] = []
    for whole, parts in grouped(values, "structure"):
        told = (whole, *parts)
        more = sum(values[part] for part in parts) - values[whole]
        if more > 0:
            is_out = all(count.key in out for count in told)
            twice = _twice(whole)
            cells[twice] = Cell(twice.key, more, status=Status.UNPRINTED, sensitive=not is_out)
            terms = (*((part.key, 1) for part in parts), (whole.key, -1), (twice.key, -1))
            links.append(Link(terms, why="personnes comptées deux fois"))
    among = list(_among(cells, pairs))
    links += [Link(((a.key, 1), (b.key, -1)), "<=", why="comptées deux fois") for a, b in among]
    rooms = _rooms(cells, among, threshold)
    return Twice({c: replace(cell, room=rooms.get(c)) for c, cell in cells.items()}, links)


def _twice(count: Count) -> Count:
    return count._replace(measure=f"{TWICE}{count.measure}")


def parts_and_wholes(
    values: Mapping[Count, int], indicators: Mapping[str, Indicator], answered: Iterable[Link]
) -> Pairs:
    """Counts of which one is of the same persons as the other, or of some of them."""
    ratios = dict.fromkeys(head.ratio for head in indicators.values() if head.ratio)
    bounds = {link.terms[0][0]: link.terms[1][0] for link in answered if len(link.terms) == 2}
    named = {count.key: count for count in values}
    for count in values:
        yield from ((count, count._replace(measure=b)) for a, b in ratios if a == count.measure)
        yield from [(count, count._replace(category=""))] if count.category else []
        yield from [(count, named[bounds[count.key]])] if count.key in bounds else []


def _among(cells: Mapping[Count, Cell], pairs: Pairs) -> Iterator[tuple[Count, Count]]:
    """Whoever is counted twice in a part is so in its whole, wherever that is true."""
    for part, whole in dict.fromkeys((_twice(a), _twice(b)) for a, b in pairs):
        if part in cells and whole in cells and cells[part].value <= cells[whole].value:
            yield part, whole


def _rooms(
    cells: Mapping[Count, Cell], among: Pairs, threshold: int
) -> dict[Count, tuple[int, int]]:
    """What is left around those counted twice in a part, of a whole large enough to be told.

    They cannot be more than the whole: they are kept as far apart as the audit asks.
    """
    found: dict[Count, tuple[int, int]] = {}
    for part, whole in among:
        more = cells[whole].value - cells[part].value
        if cells[whole].value >= threshold:
            up = min(threshold - 1, more, found.get(part, (0, threshold))[1])
            found[part] = max(0, UNDECIDED - up), up
    return found


def shown(out: Mapping[Count, Status], links: Sequence[Link]) -> set[Key]:
    """The counts that editions already out show, under their own names or another."""
    shown = {count.key for count, status in out.items() if status is Status.SHOWN}
    equal = (link.terms for link in links if link.op == "=" and len(link.terms) == 2)
    names = [{one for one, _ in terms} for terms in equal]
    while more := {name for pair in names if pair & shown for name in pair - shown}:
        shown |= more
    return shown
