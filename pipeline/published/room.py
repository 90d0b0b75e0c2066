"""The room that is promised around each small count, asked of what the final files allow.

The audit is content once a count is met in two places far enough apart. The promise is more: that
it may be threshold − 1 persons more, and one less where the signs do not exclude it. The whole
tables that the audit met show it of most counts; the solver is asked of the others only.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from pipeline.protecting.persons import TWICE
from pipeline.secrecy.facts import Fact, Facts, label
from pipeline.secrecy.tables import Interval, Tables
from pipeline.secrecy.witness import agrees

ABOVE, BELOW = 1, -1
PUBLIC = "public"
MANY = 1_000_000  # nodes of a search: it ends by itself
NO_OTHER: Mapping[str, int] = MappingProxyType({})
Goals = Mapping[int, int]  # each cell, by rank, and the value that it takes or should reach


def without_room(
    facts: Facts,
    judged: Iterable[Interval],
    threshold: int,
    side: int = ABOVE,
    thresholds: Mapping[str, int] = NO_OTHER,
) -> list[str]:
    """The small counts, among those `judged`, that the public knows too well on this side.

    `thresholds` are those of the years that came out under another one.
    """
    place = {label(cell.name): rank for rank, cell in enumerate(facts.cells)}
    parts: dict[tuple[str, ...], list[Interval]] = {}
    for one in judged:
        if one.reader == PUBLIC:
            parts.setdefault(tuple(one.tables[0]), []).append(one)
    short: set[int] = set()
    for names, own in parts.items():
        met = {id(table): table for one in own for table in one.tables}.values()
        goals = {
            place[one.cell]: goal
            for one in own
            for fact in (facts.cells[place[one.cell]],)
            for least in (thresholds.get(dict(fact.name[1]).get("annee", ""), threshold),)
            if (goal := goal_of(fact, least, side)) is not None
            if not any(_reaches(table[one.cell], goal, side) for table in met)
        }
        if goals:
            short.update(_unreached(facts, [place[name] for name in names], goals, side))
    return [label(facts.cells[rank].name) for rank in sorted(short)]


def goal_of(fact: Fact, threshold: int, side: int) -> int | None:
    """How far from its true value a small count must be able to go; None for another cell.

    Those counted twice in a part are no more than in its whole: the audit asks for the width alone.
    """
    if fact.true is None or fact.is_real or fact.sensitive is False:
        return None
    if not 1 <= fact.true < threshold or fact.name[0].startswith(TWICE):
        return None
    return int(fact.true) + threshold - 1 if side > 0 else max(int(fact.true) - 1, _least(fact))


def _least(fact: Fact) -> int:
    """What signs and floors leave: a true zero is printed, so a hidden count is at least one."""
    return math.ceil(fact.low)


def _reaches(value: int, goal: int, side: int) -> bool:
    return value * side >= goal * side


def _unreached(facts: Facts, part: Sequence[int], goals: Goals, side: int) -> Iterator[int]:
    """The cells that no whole table takes to their goals: asked together, then one by one."""
    tables, rest = Tables(facts, {}, part), dict(goals)
    is_together = True
    while rest:
        asked = rest if is_together else dict([next(iter(rest.items()))])
        done = {
            i
            for table in _tables(tables, asked, side, is_together=is_together)
            for i, goal in rest.items()
            if _reaches(table[i], goal, side)
        }
        if not done and not is_together:
            yield from asked
            done = set(asked)
        is_together = is_together and bool(done)
        rest = {i: goal for i, goal in rest.items() if i not in done}


def _tables(tables: Tables, goals: Goals, side: int, *, is_together: bool) -> Iterator[Goals]:
    """The whole table, if any, where these cells go as far as they can together, or all the way."""
    columns = [tables.place[i] for i in goals]
    low, high, costs = tables.lows.copy(), tables.highs.copy(), np.zeros(len(tables.part))
    if (side > 0) == is_together:
        high[columns] = np.minimum(high[columns], list(goals.values()))
    else:
        low[columns] = list(goals.values())
    costs[columns] = -side
    programme = tables.programme
    programme.set_bounds(low, high)
    programme.set_costs(costs)
    for whole in ((), range(len(tables.part))):
        found = programme.solve(whole, 1 if is_together else MANY)
        if found is None:
            return
        table = {i: round(float(found.values[c])) for i, c in tables.place.items()}
        if agrees(tables.facts, tables.known, table):
            yield table
            return
