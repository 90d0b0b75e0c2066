"""The problem as numbered columns: what each may move, what may be hidden, in separate pieces."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.secrecy.cells import Cell, Key, Link, Need, Policy, Problem, Reader, Status
from pipeline.secrecy.rules import floor_of, may_hide

UNDECIDED = 3  # units that a partner, who knows its own part, may not tell apart at the least
BELIEF = 20  # readers are taken to know each value within 2n + 20: more room, weaker proofs


@dataclass(frozen=True, slots=True)
class Column:
    """A cell, or the slack of an inequality; how far down and up a reader lets it move."""

    name: Key | None
    down: int
    up: int
    weight: float
    may_hide: bool
    is_hidden: bool  # from the start, at no cost
    is_real: bool


@dataclass(frozen=True, slots=True)
class Task:
    """What one reader must be unable to exclude: a move of `need` in the direction `sign`."""

    column: int
    sign: int
    need: int
    reader: int
    is_wish: bool = False  # done where it can be: see Policy.zeros_printed


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reader brings along: counts of its own people only, and those that its own bound.

    Of the latter it knows too much, whatever is published, to take them for threshold − 1 more.
    """

    reader: Reader
    theirs: frozenset[Key] = frozenset()
    bound: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the problem that shares no column with the others; `ranks` are theirs in it."""

    ranks: tuple[int, ...]
    columns: tuple[Column, ...]
    rows: tuple[Mapping[int, int], ...]
    tasks: tuple[Task, ...]
    known: tuple[frozenset[int], ...]  # for each reader, the columns that do not move


def columns_of(
    problem: Problem, found: Mapping[Key, Need], policy: Policy
) -> tuple[list[Column], list[dict[int, int]]]:
    """All columns and rows of a completed problem; dear cells may not be hidden yet."""
    place = {name: rank for rank, name in enumerate(problem.cells)}
    columns = [_column(cell, problem, found, policy) for cell in problem.cells.values()]
    rows = []
    for link in problem.links:
        row: dict[int, int] = {}
        for name, coefficient in link.terms:
            row[place[name]] = row.get(place[name], 0) + coefficient
        if link.op != "=":
            row[len(columns)] = -1
            columns.append(_slack(link, problem))
        rows.append(row)
    return columns, rows


def release(columns: list[Column], names: Collection[Key]) -> list[Column]:
    """The columns once these dear cells may be hidden too."""
    return [replace(c, may_hide=True) if c.name in names else c for c in columns]


def _column(cell: Cell, problem: Problem, found: Mapping[Key, Need], policy: Policy) -> Column:
    ceiling = 2 * abs(cell.value) + BELIEF if cell.high is None else cell.high
    is_hidden = cell.key in found or cell.status in {Status.HIDDEN, Status.UNPRINTED}
    is_open = not cell.dear and may_hide(cell, problem, policy)
    down = max(0, cell.value - floor_of(cell, problem, policy))
    return Column(
        cell.key, down, max(0, ceiling - cell.value), cell.weight, is_open, is_hidden, cell.is_real
    )


def _slack(link: Link, problem: Problem) -> Column:
    """What an inequality leaves: it moves as an unprinted cell does, towards the allowed side."""
    left = sum(coefficient * problem.cells[name].value for name, coefficient in link.terms)
    room, far = abs(left - link.rhs), 2 * abs(left) + BELIEF
    down, up = (far, room) if link.op == "<=" else (room, far)
    return Column(None, down, up, 0, may_hide=False, is_hidden=True, is_real=False)


def own_totals(problem: Problem, reader: Reader) -> frozenset[Key]:
    """The totals in which a reader knows everybody: all their people are the reader's own."""
    own = {name for name in problem.cells if reader.knows(name)}
    found = set()
    for link in problem.links:
        parts = [(part, share) for part, share in link.terms if part in own]
        for name, share in link.terms if link.op == "=" else ():
            inside = [part for part, c in parts if c != share and set(name.dims) < set(part.dims)]
            people = sum(problem.cells[part].value for part in inside)
            if people and people == problem.cells[name].value:
                found.add(name)
    return frozenset(found)


def pieces(
    columns: list[Column],
    rows: list[dict[int, int]],
    found: Mapping[Key, Need],
    sights: Sequence[Sight],
    still: Collection[Key] = (),
) -> Iterator[Piece]:
    """The parts that hold something to protect, in the order of their first column.

    Hidden cells that are `still` are taken as if they were printed: the parts are smaller, and
    what is safe there is safe.
    """
    moving = [(c.may_hide or c.is_hidden) and c.name not in still for c in columns]
    kept = [{i: c for i, c in row.items() if moving[i]} for row in rows]
    kept = [row for row in kept if row]
    root = list(range(len(columns)))
    for row in kept:
        tops = {_top(root, i) for i in row}
        first = min(tops)
        for top in tops:
            root[top] = first
    groups: dict[int, list[int]] = {}
    for i, moves in enumerate(moving):
        if moves:
            groups.setdefault(_top(root, i), []).append(i)
    lines: dict[int, list[dict[int, int]]] = {}
    for row in kept:
        lines.setdefault(_top(root, next(iter(row))), []).append(row)
    for first, group in groups.items():
        if any(columns[i].name in found for i in group):
            yield _piece([(i, columns[i]) for i in group], lines.get(first, []), found, sights)


def _top(root: list[int], i: int) -> int:
    while root[i] != i:
        root[i] = i = root[root[i]]
    return i


def _piece(
    group: list[tuple[int, Column]],
    rows: list[dict[int, int]],
    found: Mapping[Key, Need],
    sights: Sequence[Sight],
) -> Piece:
    place = {i: rank for rank, (i, _) in enumerate(group)}
    columns = tuple(column for _, column in group)
    known = tuple(
        frozenset(i for i, own in enumerate(columns) if own.name and sight.reader.knows(own.name))
        for sight in sights
    )
    tasks = tuple(
        Task(rank, sign, room, reader, is_wish)
        for reader, sight in enumerate(sights)
        if known.index(known[reader]) == reader  # else another reader knows as much here
        for rank, column in enumerate(columns)
        if column.name is not None and column.name in found
        if rank not in known[reader] and column.name not in sight.theirs
        for sign, room, is_wish in _rooms(column, found[column.name], sight)
        if room
    )
    own = tuple({place[i]: c for i, c in row.items()} for row in rows)
    return Piece(tuple(place), columns, own, tasks, known)


def _rooms(column: Column, need: Need, sight: Sight) -> Iterator[tuple[int, int, bool]]:
    """On each side, how far the reader must believe that the cell may go; whether it is a wish."""
    if column.name in sight.bound:
        up = min(need.up, UNDECIDED - min(need.down, 1))
        yield 1, up, False
        yield -1, min(need.down, UNDECIDED - up), False
        return
    most = UNDECIDED if column.is_real and sight.reader.dims else max(need.up, need.down)
    yield 1, min(need.up, most), False
    yield -1, min(need.down, most), need.is_wish
