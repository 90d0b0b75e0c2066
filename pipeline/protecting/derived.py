"""Figures made of amounts: a rate of tonnages, emissions worked out of them with a known factor.

They are hidden wherever they would give a hidden amount back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pipeline.model import ENTERPRISE_UNITS, Aggregate, Aggregates, CellKey, Indicator
from pipeline.protecting.amounts import is_concentrated
from pipeline.protecting.persons import stem
from pipeline.protecting.relations import read_relation
from pipeline.secrecy.cells import Pattern

Place = tuple[str, str]  # structure ("": the pole), category


def made_of_hidden(aggregates: Aggregates, pattern: Pattern) -> frozenset[CellKey]:
    """The figures to hide with the amounts that their head says them to be made of.

    Those of a place of which some amount is hidden; and, for a sum, those of the pole in which the
    structures so hidden are too few, or one of them dominates: the others are taken away from it.
    """
    heads = aggregates.indicators
    amounts = {stem(head.id) for head in heads.values() if head.unit in ENTERPRISE_UNITS}
    hidden: dict[tuple[str, str], set[Place]] = {}
    for name in pattern.hidden:
        where = dict(name.dims)
        places = hidden.setdefault((name.measure, where.get("annee", "")), set())
        places.add((where.get("structure", ""), where.get("modalite", "")))
    tables: dict[tuple[str, int], list[Aggregate]] = {}
    for at, cell in aggregates.cells.items():
        if heads[at.indicator].behind in amounts:
            tables.setdefault((at.indicator, at.year), []).append(cell)
    found: set[CellKey] = set()
    for (indicator, year), table in tables.items():
        head = heads[indicator]
        found |= _told(head, table, hidden.get((head.behind, str(year)), set()))
    return frozenset(found)


def _told(head: Indicator, table: list[Aggregate], hidden: Collection[Place]) -> set[CellKey]:
    """What one table tells, a year, of these amounts."""
    structures = {structure for structure, _ in hidden if structure}
    whole = {category for structure, category in hidden if not structure}
    found = {cell.key for cell in table if cell.key.structure in structures}
    line = {cell.key for cell in table if not cell.key.structure}
    if head.ratio:
        return found | line if _is_mixed(head, head.ratio, whole) else found
    few = set(_few(table, structures))
    if whole or "" in few:
        return found | line
    return found | {at for at in line if few and at.category}  # the total of them is told


def _is_mixed(head: Indicator, ratio: tuple[str, str], hidden: set[str]) -> bool:
    """Whether a rate of the pole says more than the total beside these hidden categories of it.

    Their sum is known: a part of the rate that counts all of them, or none, is told already.
    """
    made: dict[str, set[str]] = {}
    for text in head.relations:
        *parts, (measure, _, _) = read_relation(text).terms
        made[measure] = {category for _, category, _ in parts}
    sums = [made.get(measure) for measure in ratio]
    is_told = (one is not None and one & hidden in (set(), hidden) for one in sums)
    return bool(hidden) and ("" in hidden or not all(is_told))


def _few(table: list[Aggregate], hidden: Collection[str]) -> Iterator[str]:
    """The categories of which the rule on amounts does not let the sum of these through."""
    made: dict[str, list[int]] = {}
    for cell in table:
        if cell.value is not None and cell.key.structure in hidden:  # compared together only
            made.setdefault(cell.key.category, []).append(int(cell.value.scaleb(6)))
    for category, parts in made.items():
        if is_concentrated(tuple(parts)):
            yield category
