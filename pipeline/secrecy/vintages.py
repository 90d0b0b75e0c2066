"""Editions already out: their cells are frozen, and read together with the restated ones."""

from __future__ import annotations

from dataclasses import replace

from pipeline.secrecy.cells import Cell, Key, Link, Pattern, Problem, Status
from pipeline.secrecy.rules import complement, completed

REVISED = "révision de"


def freeze(problem: Problem, pattern: Pattern) -> Problem:
    """The problem once published: what was to be decided is shown or hidden for good."""
    whole = completed(problem)
    cells = {
        name: replace(cell, status=Status.HIDDEN if name in pattern.hidden else Status.SHOWN)
        if cell.status is Status.FREE
        else cell
        for name, cell in whole.cells.items()
    }
    return replace(whole, cells=cells, moves=pattern.moves)


def restate(published: Problem, now: Problem, edition: str) -> Problem:
    """All that is out, beside an edition that says some of it again, in one problem.

    A count that did not change is the same cell, and keeps what was decided. One that changed
    is a cell of its own, whose vintage is the `edition`; the two are tied by their difference,
    which counts people as they do: a reader who holds both editions subtracts. Only that of a
    headline total tells nothing about anybody, and needs no protection. When a restated cell is
    hidden, the number first published still is what the reader may be shown.
    """
    cells, links, names = dict(published.cells), list(published.links), latest(published)
    whole, gaps = completed(now), {}
    for name, cell in whole.cells.items():
        before = published.cells.get(names.setdefault(name, name))
        if before is not None and before.value != cell.value:
            names[name] = name._replace(vintage=edition)
            gap, sign = gaps[names[name]] = difference(cell, before.value, names[name])
            cells[gap.key] = gap
            terms = ((names[name], 1), (before.key, -1), (gap.key, -sign))
            links.append(Link(terms, why="révision"))
        elif before is not None and before.status is not Status.UNPRINTED:
            continue
        cells[names[name]] = replace(cell, key=names[name])
    for link in whole.links:
        told = tuple((names[name], share) for name, share in link.terms)
        links.append(replace(link, terms=told))
        moved = tuple((gaps[n][0].key, share * gaps[n][1]) for n, share in told if n in gaps)
        if moved and link.op == "=" and not sum(cells[n].value * share for n, share in moved):
            links.append(Link(moved, why="révision"))
    ratios = [
        replace(r, top=names[r.top], bottom=names[r.bottom], rest=names.get(complement(r)))
        for r in whole.ratios
    ]
    unique = {(link.terms, link.op, link.rhs): link for link in links}
    every = tuple(dict.fromkeys((*published.ratios, *ratios)))
    return Problem(cells, tuple(unique.values()), every, moves=published.moves)


def latest(problem: Problem) -> dict[Key, Key]:
    """For each count without its vintage, the cell that says it last."""
    return {name._replace(vintage=""): name for name in problem.cells}


def difference(now: Cell, before: int, name: Key) -> tuple[Cell, int]:
    """The people who stand between a count first published and now's, and which way they go.

    They are a count like any other, at the `name` of the restated one.
    """
    gap = now.value - before
    key = name._replace(measure=f"{REVISED} {name.measure}")
    is_told = now.sensitive and not now.dear
    cell = Cell(key, abs(gap), status=Status.UNPRINTED, sensitive=is_told, is_real=now.is_real)
    return cell, 1 if gap > 0 else -1
