"""suppress: what to hide, over all tables and all editions at once, for the least loss."""

from __future__ import annotations

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
from pipeline.secrecy.system import Piece, columns_of, own_totals, pieces


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
    while True:
        hidden, cost, bound, blocked = _hide(whole, found, policy, released)
        if not blocked:
            break
        more = _dear_around(whole, blocked, released)
        if not more:
            raise NoSafePatternError(blocked, remedies(whole, blocked, found))
        released |= more
    kept = frozenset(n for n, cell in whole.cells.items() if cell.status is Status.HIDDEN)
    gone = withheld(whole, policy, hidden | kept | frozenset(found))
    return Pattern(found, hidden - frozenset(found), kept, gone, cost, bound)


def _hide(
    problem: Problem, found: dict[Key, Need], policy: Policy, released: frozenset[Key]
) -> tuple[frozenset[Key], float, float, tuple[Key, ...]]:
    """The hidden cells, their cost, its proven bound, and what stays without protection."""
    columns, rows = columns_of(problem, found, policy, released)
    hidden: set[Key] = set()
    blocked: list[Key] = []
    cost = bound = 0.0
    theirs = [own_totals(problem, reader) for reader in policy.readers]
    for piece in pieces(columns, rows, found, policy.readers, theirs):
        search = Search(piece)
        outcome = search.run()
        blocked += _names(piece, [task.column for task in outcome.blocked])
        mask, proven = outcome.hidden, 0.0
        if policy.effort and not outcome.blocked:
            mask, proven = prove(search, mask, outcome.done, policy.effort)
        cost, bound = cost + search.cost(mask), bound + proven
        hidden |= set(_names(piece, mask.nonzero()[0].tolist()))
    newly = (name for name in hidden if problem.cells[name].status is Status.FREE)
    return frozenset(newly), cost, bound, tuple(dict.fromkeys(blocked))


def _names(piece: Piece, ranks: list[int]) -> list[Key]:
    return [name for rank in ranks if (name := piece.columns[rank].name) is not None]


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
