"""suppress: what to hide, over all tables and all editions at once, for the least loss."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.secrecy.cells import (
    Key,
    Need,
    NoSafePatternError,
    Pattern,
    Policy,
    Problem,
    Remedy,
    Status,
)
from pipeline.secrecy.cuts import prove
from pipeline.secrecy.heuristic import Search
from pipeline.secrecy.remedies import remedies
from pipeline.secrecy.rules import completed, needs, withheld
from pipeline.secrecy.system import Column, Piece, columns_of, own_totals, pieces


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
    released: frozenset[Key] = frozenset()
    known: dict[tuple[Column, ...], _Solved] = {}
    while True:
        solved = _solve(whole, found, policy, released, known)
        blocked = tuple(dict.fromkeys(name for part in solved for name in part.blocked))
        if not blocked:
            break
        more = _dear_around(whole, blocked, released)
        if not more:
            raise NoSafePatternError(blocked, remedies(whole, blocked, found))
        released |= more
    chosen = frozenset(name for part in solved for name in part.hidden) - frozenset(found)
    newly = frozenset(name for name in chosen if whole.cells[name].status is Status.FREE)
    kept = frozenset(n for n, cell in whole.cells.items() if cell.status is Status.HIDDEN)
    return Pattern(
        found,
        newly,
        kept,
        withheld(whole, policy, newly | kept | frozenset(found)),
        sum(part.cost for part in solved),
        sum(part.bound for part in solved),
    )


class _Solved(NamedTuple):
    """What to hide in one piece, or what stays without protection there."""

    hidden: tuple[Key, ...]
    blocked: tuple[Key, ...]
    cost: float
    bound: float


def _solve(
    problem: Problem,
    found: dict[Key, Need],
    policy: Policy,
    released: frozenset[Key],
    known: dict[tuple[Column, ...], _Solved],
) -> list[_Solved]:
    """Every piece; those that a release of dear cells left alone are `known` already."""
    columns, rows = columns_of(problem, found, policy, released)
    theirs = [own_totals(problem, reader) for reader in policy.readers]
    parts = list(pieces(columns, rows, found, policy.readers, theirs))
    for piece in parts:
        if piece.columns not in known:
            known[piece.columns] = _solve_piece(piece, policy)
    return [known[piece.columns] for piece in parts]


def _solve_piece(piece: Piece, policy: Policy) -> _Solved:
    search = Search(piece)
    outcome = search.run()
    blocked = _names(piece, [task.column for task in outcome.blocked])
    mask, bound = outcome.hidden, 0.0
    if policy.effort and not blocked:
        mask, bound = prove(search, mask, outcome.done, policy.effort)
    hidden = _names(piece, mask.nonzero()[0].tolist())
    return _Solved(hidden, blocked, search.cost(mask), bound)


def _names(piece: Piece, ranks: list[int]) -> tuple[Key, ...]:
    return tuple(name for rank in ranks if (name := piece.columns[rank].name) is not None)


def _dear_around(
    problem: Problem, blocked: tuple[Key, ...], released: frozenset[Key]
) -> frozenset[Key]:
    """The dear cells nearest to the blocked ones, by links, that are not released yet."""
    near, size = set(blocked), 0
    while len(near) > size:
        size = len(near)
        touched = [link for link in problem.links if any(name in near for name, _ in link.terms)]
        near |= {name for link in touched for name, _ in link.terms}
        cells = [problem.cells[name] for name in near - released]
        more = frozenset(c.key for c in cells if c.dear and c.status is Status.FREE)
        if more:
            return more
    return frozenset()
