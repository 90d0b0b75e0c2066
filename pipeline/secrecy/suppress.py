"""suppress: what to hide, over all tables and all editions at once, for the least loss."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import numpy as np

from pipeline.secrecy.cells import (
    Key,
    Move,
    Need,
    NoSafePatternError,
    Pattern,
    Policy,
    Problem,
    Remedy,
    Status,
)
from pipeline.secrecy.cuts import prove
from pipeline.secrecy.heuristic import Outcome, Search
from pipeline.secrecy.moves import Steps
from pipeline.secrecy.remedies import remedies
from pipeline.secrecy.rules import completed, may_hide, needs, withheld
from pipeline.secrecy.system import Piece, Sight, columns_of, own_totals, pieces, release

NEAR = 0.01  # of all that is lost: what may be left to gain in a piece
SHARE = 0.04  # of all that is lost: no single cell below it is worth a second look
# calls to the solver when none are asked for: the more a piece has columns, the longer each takes
EFFORT, CALLS = 6_000_000, 900  # the first by the square of its columns, the second at most
THREADS = 2

One = TypeVar("One")
Other = TypeVar("Other")


def suppress(problem: Problem, policy: Policy) -> Pattern:
    """A pattern that is safe for every reader of the policy.

    That the hidden counts of a line sum to the threshold needs no rule of its own: a small
    count of 1 or more that may rise by threshold − 1 takes as much from the others. Raises
    NoSafePatternError, with the ways out, when nothing that may be hidden protects a cell.
    """
    whole = completed(problem)
    found = needs(whole, policy)
    shown = tuple(name for name in found if whole.cells[name].status is Status.SHOWN)
    if shown:
        raise NoSafePatternError(shown, tuple(Remedy("retirer", (name,)) for name in shown))
    chosen, cost, bound = frozenset(found), 0.0, 0.0
    moves: list[Move] = []
    parts = _safe_parts(whole, found, policy)
    lost = sum(part.search.cost(part.outcome.hidden) for part in parts)
    proven_each = partial(_Part.proven, effort=policy.effort, near=NEAR * lost)
    for best, proven in _each(proven_each, parts):
        hidden = best.outcome.hidden
        chosen |= frozenset(best.names(hidden.nonzero()[0].tolist()))
        moves += best.moves()
        cost += best.search.cost(hidden)
        bound += proven
    newly = frozenset(n for n in chosen - found.keys() if whole.cells[n].status is Status.FREE)
    kept = frozenset(n for n, cell in whole.cells.items() if cell.status is Status.HIDDEN)
    out = withheld(whole, policy, newly | kept | frozenset(found))
    return Pattern(found, newly, kept, out, cost, bound, tuple(moves))


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """One piece, and what is hidden there."""

    piece: Piece
    search: Search
    outcome: Outcome

    def names(self, ranks: Iterable[int]) -> list[Key]:
        named = (self.piece.columns[rank].name for rank in ranks)
        return [name for name in named if name is not None]

    def blocked(self) -> Iterator[tuple[Key, int]]:
        """What nothing protects, and from which reader, by its rank."""
        for task in self.outcome.blocked:
            yield from ((name, task.reader) for name in self.names([task.column]))

    def moves(self) -> Iterator[Move]:
        """What protects it, by the names of the cells."""
        names = [column.name for column in self.piece.columns]
        for way in dict.fromkeys(self.outcome.done.values()):
            told = {name: step for i, step in way.steps.items() if (name := names[i])}
            if len(told) == len(way.steps):
                yield told

    def improved(self, least: float) -> _Part:
        return replace(self, outcome=self.search.improve(self.outcome, least))

    def proven(self, effort: int, near: float) -> tuple[_Part, float]:
        """The part with the best pattern found, and the least that any safe one costs.

        Without an effort asked for, no more than `near` is left to gain there is good enough.
        """
        calls = effort or min(CALLS, EFFORT // len(self.piece.columns) ** 2)
        outcome, bound = prove(self.search, self.outcome, calls, 0 if effort else near)
        return replace(self, outcome=outcome), bound


def _safe_parts(whole: Problem, found: Mapping[Key, Need], policy: Policy) -> list[_Part]:
    """Small pieces first, then those that hidden totals tie, then some dear cells go too.

    Where nothing else is left to hide, a member may know a count by its own people as closely as
    the audit allows.
    """
    columns, rows = columns_of(whole, found, policy)
    sights = [Sight(reader, own_totals(whole, reader)) for reader in policy.readers]
    dear = frozenset(name for name, cell in whole.cells.items() if cell.dear)
    met = _by_place(whole)
    parts = _solve(pieces(columns, rows, found, sights, still=dear), [], met)
    released: frozenset[Key] = frozenset()
    while True:
        parts = _solve(pieces(columns, rows, found, sights), parts, met)
        blocked = frozenset(one for part in parts for one in part.blocked())
        if not blocked:
            least = SHARE * sum(part.search.cost(part.outcome.hidden) for part in parts)
            return _each(partial(_Part.improved, least=least), parts)
        names = tuple(dict.fromkeys(name for part in parts for name, _ in part.blocked()))
        more = _dear_around(whole, policy, names, released)
        if not more and not _may_bound(sights, blocked):
            raise NoSafePatternError(names, remedies(whole, names, found))
        released |= more
        columns = release(columns, more)
        sights = sights if more else _bounded(sights, blocked)


def _may_bound(sights: Sequence[Sight], blocked: Collection[tuple[Key, int]]) -> bool:
    """Whether members alone are met, each for the first time."""
    return all(sights[r].reader.dims and name not in sights[r].bound for name, r in blocked)


def _bounded(sights: Sequence[Sight], blocked: Collection[tuple[Key, int]]) -> list[Sight]:
    return [
        replace(sight, bound=sight.bound | {name for name, r in blocked if r == rank})
        for rank, sight in enumerate(sights)
    ]


def _by_place(problem: Problem) -> dict[int, list[Steps]]:
    """The moves that protected the editions already out, each under one of its columns."""
    place = {name: rank for rank, name in enumerate(problem.cells)}
    found: dict[int, list[Steps]] = {}
    for move in problem.moves:
        told = {place[name]: step for name, step in move.items()}
        found.setdefault(min(told), []).append(told)
    return found


def _solve(
    cut: Iterable[Piece], earlier: Sequence[_Part], met: Mapping[int, list[Steps]]
) -> list[_Part]:
    """Every piece, from what was found in the smaller ones it is made of."""
    inside = {rank: part for part in earlier for rank in part.piece.ranks}

    def solved(piece: Piece) -> _Part:
        within = dict.fromkeys(inside[rank] for rank in piece.ranks if rank in inside)
        return _solve_piece(piece, within, met)

    return _each(solved, cut)


def _each(work: Callable[[One], Other], those: Iterable[One]) -> list[Other]:
    """The work on each, in their order: pieces share nothing, and the solver lets others go on."""
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(work, those))


def _solve_piece(piece: Piece, earlier: Collection[_Part], met: Mapping[int, list[Steps]]) -> _Part:
    for part in earlier:
        if part.piece == piece:
            return part
    search = Search(piece)
    place = {rank: i for i, rank in enumerate(piece.ranks)}
    tried = np.zeros(len(piece.ranks), bool)
    search.library.add((move for rank in piece.ranks for move in met.get(rank, ())), place)
    for part in earlier:
        here = [place[rank] for rank in part.piece.ranks]
        search.library.take(part.search.library, here)
        tried[here] = part.outcome.hidden
    return _Part(piece, search, search.run(tried, is_tried=True))


def _dear_around(
    problem: Problem, policy: Policy, blocked: tuple[Key, ...], released: frozenset[Key]
) -> frozenset[Key]:
    """The dear cells nearest to the blocked ones, by links, that are not released yet."""
    near, size = set(blocked), 0
    while len(near) > size:
        size = len(near)
        touched = [link for link in problem.links if any(name in near for name, _ in link.terms)]
        near |= {name for link in touched for name, _ in link.terms}
        cells = [problem.cells[name] for name in near - released]
        more = frozenset(c.key for c in cells if c.dear and may_hide(c, problem, policy))
        if more:
            return more
    return frozenset()
