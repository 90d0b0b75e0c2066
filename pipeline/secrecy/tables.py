"""The whole tables that a publication allows, found by a solver and checked without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipeline.secrecy.facts import Facts, label
from pipeline.secrecy.reading import Exact
from pipeline.secrecy.solver import Programme
from pipeline.secrecy.witness import agrees

FAR = 1e7  # more than any count of a publication
TINY = 1e-6
NODES = 50  # of a search for many moves at once: what it does not find is asked for cell by cell
Whole = dict[int, int]  # each unknown cell, by rank, and its value


@dataclass(frozen=True, slots=True)
class Interval:
    """What a reader knows of a cell; two whole tables prove its `low` and its `high`."""

    reader: str
    cell: str
    low: int
    high: int
    tables: tuple[Mapping[str, int], Mapping[str, int]]


class Tables:
    """One group of unknown cells, and the whole tables already met: the true one is the first."""

    def __init__(self, facts: Facts, known: Mapping[int, int], part: Sequence[int]) -> None:
        """Nothing is asked of the solver yet."""
        self.facts, self.known, self.part = facts, known, part
        self.place = {rank: column for column, rank in enumerate(part)}
        self.tables: list[Whole] = []
        self.names = [(rank, label(facts.cells[rank].name)) for rank in part]
        self.labelled: list[dict[str, int]] = []
        self.lows = np.array([float(facts.cells[rank].low) for rank in part])
        highs = [facts.cells[rank].high for rank in part]
        self.highs = np.array([FAR if high is None else float(high) for high in highs])
        true = {rank: facts.cells[rank].true for rank in part}
        self._keep({i: int(value) for i, value in true.items() if value is not None})

    @cached_property
    def programme(self) -> Programme:
        """The tables that fractions allow too."""
        return Programme(self.lows, self.highs, list(self._rows()))

    def spread(self, ranks: Sequence[int], width: int) -> None:
        """Tables in which many cells move at once: some up, the others down, told by a bit."""
        for bit in range(len(ranks).bit_length()):
            narrow = {
                i: 1.0 if place >> bit & 1 else -1.0
                for place, i in enumerate(ranks)
                if self._room(i) < width
            }
            if len(narrow) < 2:
                return
            self._spread(narrow, width)

    def interval(self, reader: str, rank: int, width: int | None) -> Interval:
        """The least and the greatest value of a cell, or two that are `width` apart."""
        for sign in (1, -1):
            if width is None or self._room(rank) < width:
                self.tables.append(self._extreme(rank, sign))
        tables, ends = self.tables, self._ends(rank)
        self.labelled += [
            {name: table[i] for i, name in self.names} for table in tables[len(self.labelled) :]
        ]
        low, high = (
            next(told for t, told in zip(tables, self.labelled, strict=True) if t[rank] == end)
            for end in ends
        )
        return Interval(reader, label(self.facts.cells[rank].name), *ends, (low, high))

    def _ends(self, rank: int) -> tuple[int, int]:
        met = [table[rank] for table in self.tables] or [0]
        return min(met), max(met)

    def _room(self, rank: int) -> int:
        low, high = self._ends(rank)
        return high - low

    def _keep(self, table: Whole) -> None:
        """Remember a table, if it is one that everything published allows."""
        if table.keys() == self.place.keys() and agrees(self.facts, self.known, table):
            self.tables.append(table)

    def _rows(self) -> Iterator[tuple[float, float, dict[int, float]]]:
        for row in self.facts.rows_of(self.part):
            own = {self.place[i]: float(c) for i, c in row.terms.items() if i in self.place}
            if own:
                fixed = sum(c * self._value(i) for i, c in row.terms.items() if i not in self.place)
                low = -np.inf if row.low is None else float(row.low - fixed)
                yield low, np.inf if row.high is None else float(row.high - fixed), own

    def _value(self, rank: int) -> Exact:
        return self.known.get(rank, self.facts.cells[rank].low)

    def _spread(self, narrow: Mapping[int, float], width: int) -> None:
        """One table in which these cells go up or down, none further than it needs to."""
        columns = [self.place[i] for i in narrow]
        low, high = self.lows.copy(), self.highs.copy()
        met = np.array([self._ends(i) for i in narrow], float).T
        low[columns] = np.maximum(low[columns], met[0] - width)
        high[columns] = np.minimum(high[columns], met[1] + width)
        self.programme.set_bounds(low, high)
        costs = np.zeros(len(self.part))
        costs[columns] = list(narrow.values())
        self.programme.set_costs(costs)
        table = self._whole(NODES)
        self.programme.set_costs(np.zeros(len(self.part)))
        self.programme.set_bounds(self.lows, self.highs)
        if table is not None:
            self._keep(table)

    def _extreme(self, rank: int, sign: int) -> Whole:
        """The whole table in which the cell is greatest (1) or least (-1)."""
        column, name = self.place[rank], label(self.facts.cells[rank].name)
        self.programme.set_cost(column, -float(sign))
        table = self._whole()
        self.programme.set_cost(column, 0.0)
        if table is None:
            raise ValueError(f"{name}: publications contradictoires")
        if not agrees(self.facts, self.known, table):
            raise ValueError(f"{name}: table témoin fausse")
        return table

    def _whole(self, nodes: int | None = None) -> Whole | None:
        """The best table in whole numbers; that of fractions is quick to find, and often whole."""
        found = self.programme.solve()
        if found is not None and np.any(np.abs(found.values - np.round(found.values)) > TINY):
            found = self.programme.solve(range(len(self.part)), nodes)
        if found is None:
            return None
        return {i: round(float(found.values[c])) for i, c in self.place.items()}
