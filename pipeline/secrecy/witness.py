"""The proof of a hidden count, checked in exact whole numbers and without any solver.

Two complete tables that agree with everything published and differ at the cell: whoever holds
the publication cannot tell which one is true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.secrecy.facts import Fact, Facts, Row
from pipeline.secrecy.reading import Exact

Table = Mapping[int, int]  # cells that are not known, by rank


def proves(
    facts: Facts, known: Table, tables: Sequence[Table], cases: Iterable[tuple[int, Sequence[int]]]
) -> Iterator[int]:
    """How far apart two tables, by rank, put a cell; -1 when one contradicts the publication.

    `known` are the cells that the reader knows beyond what is printed. Each table is read once.
    """
    sound = [agrees(facts, known, table) for table in tables]
    for cell, (first, second) in cases:
        is_proof = sound[first] and sound[second]
        yield abs(tables[second][cell] - tables[first][cell]) if is_proof else -1


def agrees(facts: Facts, known: Table, own: Table) -> bool:
    """Whether a table is one that the publication, and what the reader knows, allow."""
    table = {**known, **own}
    if not all(_within(facts.cells[i], value) for i, value in table.items()):
        return False
    return all(_holds(facts, row, table) for row in facts.rows_of(own))


def _within(fact: Fact, value: int) -> bool:
    return fact.low <= value and (fact.high is None or value <= fact.high)


def _holds(facts: Facts, row: Row, table: Table) -> bool:
    total: Exact = 0
    for i, coefficient in row.terms.items():
        value = table.get(i)
        exact = facts.cells[i].low if value is None else value
        if value is None and facts.cells[i].low != facts.cells[i].high:
            return False  # an unknown cell was left out of the table
        total += coefficient * exact
    return (row.low is None or row.low <= total) and (row.high is None or total <= row.high)
