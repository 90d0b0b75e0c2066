"""Before any mask: categories merged along declared levels where a table would be mostly masked.

`recodings` says what to merge, `recoded` gives the problem that is then printed. Use:

    chosen = recodings(problem, {"modalite": ({"cdi": "durable", "cdd": "durable", …},)}, policy)
    pattern = suppress(recoded(problem, chosen), policy)

and print, in the tables that `chosen` names, the merged categories in place of their parts (or
the table without that dimension, when `groups` is empty). What is already out is never merged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import zip_longest

from pipeline.secrecy.cells import Cell, Key, Link, Policy, Problem, Ratio, Status
from pipeline.secrecy.rules import needs

MOSTLY = Fraction(1, 5)  # of the cells of a table that are small: from there on it is recoded

Groups = Mapping[str, str]  # value → the group that it joins; a value left out stays
Table = tuple[str, tuple[str, ...]]  # measure, names of the dimensions


@dataclass(frozen=True, slots=True)
class Recoding:
    """What becomes of a dimension of a table; without `groups` it is not printed at all."""

    table: Table
    dimension: str
    groups: Groups

    def rename(self, name: Key) -> Key | None:
        """Where a cell goes; None when it is not printed any more."""
        if table_of(name) != self.table:
            return name
        if not self.groups:
            return None
        dims = [(d, self.groups.get(v, v) if d == self.dimension else v) for d, v in name.dims]
        return name._replace(dims=tuple(dims))


def table_of(name: Key) -> Table:
    """The table of a cell: all years of a measure at the crossing of the same dimensions."""
    return name.measure, tuple(dimension for dimension, _ in name.dims)


def recodings(
    problem: Problem, levels: Mapping[str, Sequence[Groups]], policy: Policy
) -> tuple[Recoding, ...]:
    """For each table with too many small cells, the finest level that leaves few enough.

    `levels` gives, for a dimension, its declared groupings from the finest to the coarsest.
    When no level does, the dimension is left out: the table is printed one level up.
    """
    tables: dict[Table, dict[Key, Cell]] = {}
    for name, cell in problem.cells.items():
        tables.setdefault(table_of(name), {})[name] = cell
    chosen = []
    for table, cells in tables.items():
        alone = Problem(cells)
        is_free = all(cell.status is Status.FREE for cell in cells.values())
        own = [dimension for dimension in levels if dimension in table[1]]
        if own and is_free and _share_of_small(alone, policy) >= MOSTLY:
            ways = [Recoding(table, d, groups) for d in own for groups in levels[d]]
            good = (w for w in ways if _share_of_small(recoded(alone, (w,)), policy) < MOSTLY)
            chosen.append(next(good, Recoding(table, own[0], {})))
    return tuple(chosen)


def recoded(problem: Problem, chosen: Sequence[Recoding]) -> Problem:
    """The problem once its tables are recoded: merged cells count everybody of their parts."""
    names: dict[Key, Key | None] = {name: name for name in problem.cells}
    for one in chosen:
        names = {old: one.rename(new) if new else None for old, new in names.items()}
    cells: dict[Key, Cell] = {}
    parts: dict[Key, list[Key]] = {}
    for old, new in names.items():
        if new:
            moved = replace(problem.cells[old], key=new)
            cells[new] = _together(cells[new], moved) if new in cells else moved
            parts.setdefault(new, []).append(old)
    ratios = [_renamed(ratio, names) for ratio in problem.ratios]
    return Problem(
        cells,
        tuple(_links(problem, names, parts)),
        tuple(dict.fromkeys(ratio for ratio in ratios if ratio)),
        problem.subsets,
    )


def _share_of_small(table: Problem, policy: Policy) -> Fraction:
    filled = sum(1 for cell in table.cells.values() if cell.value)
    return Fraction(len(needs(table, policy)), filled) if filled else Fraction(0)


def _together(one: Cell, other: Cell) -> Cell:
    """Two cells as one; who brings what to an amount adds up too."""
    brought = zip_longest(one.contributors, other.contributors, fillvalue=0)
    return replace(
        one,
        value=one.value + other.value,
        weight=one.weight + other.weight,
        dear=one.dear or other.dear,
        sensitive=one.sensitive or other.sensitive,
        contributors=tuple(a + b for a, b in brought),
        low=None,
        high=None,
    )


def _links(
    problem: Problem, names: Mapping[Key, Key | None], parts: Mapping[Key, Sequence[Key]]
) -> Iterator[Link]:
    """The links that still hold: alone, or once those of all the parts are added up."""
    groups: dict[tuple[frozenset[tuple[Key, int]], str], list[Link]] = {}
    for link in problem.links:
        told = [(names[name], share) for name, share in link.terms]
        if all(name for name, _ in told):
            terms = frozenset((name, share) for name, share in told if name)
            groups.setdefault((terms, link.op), []).append(link)
    for (terms, _), links in groups.items():
        added: Counter[Key] = Counter()
        for link in links:
            added.update(dict(link.terms))
        if added == Counter({part: share for name, share in terms for part in parts[name]}):
            order = dict.fromkeys((names[name], share) for name, share in links[0].terms)
            kept = tuple((name, share) for name, share in order if name)
            yield replace(links[0], terms=kept, rhs=sum(link.rhs for link in links))


def _renamed(ratio: Ratio, names: Mapping[Key, Key | None]) -> Ratio | None:
    """The ratio of the cells that are left, if they are two."""
    top, bottom = names[ratio.top], names[ratio.bottom]
    rest = names.get(ratio.rest) if ratio.rest else None
    if not top or not bottom or top == rest:
        return None
    return replace(ratio, top=top, bottom=bottom, rest=rest)
