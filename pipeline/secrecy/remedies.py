"""The ways out when no pattern is safe: a merge, or a table less."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.secrecy.cells import Key, Link, Need, Problem, Remedy, Status


def remedies(
    problem: Problem, blocked: tuple[Key, ...], found: Mapping[Key, Need]
) -> tuple[Remedy, ...]:
    """For each cell without protection, its cheapest merge, else what to withhold."""
    ways: dict[Remedy, None] = {}
    for name in blocked:
        restated = _restated(problem, name)
        if restated:
            ways[Remedy("ne pas réviser", restated)] = None
            continue
        around = [link for link in problem.links if any(term == name for term, _ in link.terms)]
        merges = sorted(filter(None, (_merge(problem, name, link, found) for link in around)))
        if merges:
            ways[Remedy("regrouper", merges[0][1])] = None
            continue
        terms = dict.fromkeys(term for link in around for term, _ in link.terms)
        fixed = [term for term in terms if problem.cells[term].status is Status.SHOWN]
        ways[Remedy("retirer", tuple(fixed) or (name,))] = None
    return tuple(ways)


def _restated(problem: Problem, name: Key) -> tuple[Key, ...]:
    """What an edition says again, tied to the cell: as first published, it tells nothing new."""
    groups = [{term for term, _ in link.terms} for link in problem.links]
    edition = max((term.vintage for own in groups if name in own for term in own), default="")
    near, fresh = {name}, {name} if edition else set()
    while fresh:
        touched = set().union(*(own for own in groups if own & fresh))
        fresh = {term for term in touched - near if term.vintage == edition}
        near |= fresh
    own = (problem.cells[term] for term in near if edition and term.vintage == edition)
    return tuple(sorted(cell.key for cell in own if cell.status is Status.FREE))


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
            break
    return (size, tuple(sorted(merged))) if sisters and size > found[name].up else None
