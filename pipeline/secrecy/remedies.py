"""The ways out when no pattern is safe: a merge, or a table less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.secrecy.cells import Key, Link, Need, Problem, Remedy, Status


def remedies(
    problem: Problem, blocked: tuple[Key, ...], found: Mapping[Key, Need]
) -> tuple[Remedy, ...]:
    """For each cell without protection, its cheapest merge, else what to withhold."""
    ways: dict[Remedy, None] = {}
    for name in blocked:
        around = [link for link in problem.links if any(term == name for term, _ in link.terms)]
        merges = sorted(filter(None, (_merge(problem, name, link, found) for link in around)))
        if merges:
            ways[Remedy("regrouper", merges[0][1])] = None
            continue
        fixed = dict.fromkeys(term for link in around for term in _fixed(problem, name, link))
        ways[Remedy("retirer", tuple(fixed) or (name,))] = None
    return tuple(ways)


def _merge(
    problem: Problem, name: Key, link: Link, found: Mapping[Key, Need]
) -> tuple[int, tuple[Key, ...]] | None:
    """The smallest sisters that, together with the cell, need no protection any more."""
    sign = dict(link.terms)[name]
    sisters = sorted(
        (problem.cells[term].value, term)
        for term, coefficient in link.terms
        if term != name
        and coefficient == sign
        and problem.cells[term].value
        and problem.cells[term].status is not Status.SHOWN
    )
    if problem.cells[name].status is not Status.FREE:
        return None
    size, merged = problem.cells[name].value, [name]
    for value, sister in sisters:
        size += value
        merged.append(sister)
        if size > found[name].up:
            return size, tuple(sorted(merged))
    return None


def _fixed(problem: Problem, name: Key, link: Link) -> Iterator[Key]:
    """What may not be hidden in this link and holds the cell in place."""
    for term, _ in link.terms:
        if term != name and problem.cells[term].status is Status.SHOWN:
            yield term
