"""What a publication tells, as bounds and linear rows: plain data for the audit and its proofs.

Shares nothing with the choice of what to hide: it reads the description of what was printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from math import lcm
from typing import Any

from pipeline.secrecy.reading import Description, Exact, exact, printed_bounds

Name = tuple[str, tuple[tuple[str, str], ...]]  # measure, (dimension, value) sorted


@dataclass(slots=True)
class Fact:
    """All that the documents say of one cell; `true` is private."""

    name: Name
    low: Exact = 0
    high: Exact | None = None
    true: Exact | None = None
    is_real: bool = False
    is_printed: bool = False  # as an exact number
    sensitive: bool | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """low <= Σ coefficient × cell <= high, all in whole numbers."""

    terms: Mapping[int, int]
    low: int | None
    high: int | None

    @property
    def sum(self) -> int | None:
        """Its sum, where it is told and not only bounded."""
        return self.low if self.low == self.high else None


@dataclass(slots=True)
class Facts:
    """Every cell, printed or implied, and every row that ties some."""

    cells: list[Fact] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    place: dict[Name, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    touching: dict[int, list[int]] = field(default_factory=dict)  # cell → ranks of its rows

    def rows_of(self, ranks: Iterable[int]) -> list[Row]:
        """The rows that touch some of these cells, in their order."""
        own = {row for rank in ranks for row in self.touching.get(rank, ())}
        return [self.rows[row] for row in sorted(own)]

    def at(self, name: Name) -> int:
        """The rank of a cell, made when nothing spoke of it yet."""
        if name not in self.place:
            self.place[name] = len(self.cells)
            self.cells.append(Fact(name))
        return self.place[name]


def label(name: Name) -> str:
    """The cell in one line, for findings and evidence."""
    return " ".join((name[0], *(f"{dimension}={value}" for dimension, value in name[1])))


def expand(description: Description) -> Facts:
    """All facts of a description; ValueError when two of them contradict one another."""
    facts, trees = Facts(), _trees(description)
    for raw in (*description.get("cells", ()), *_of_tables(description)):
        _read_cell(facts, raw, description, trees)
    for latent in description.get("latent", ()):
        _cross(facts, latent, trees)
    _sums(facts, trees)
    for part, whole in description.get("subsets", ()):
        for name, rank in list(facts.place.items()):
            other = facts.place.get((whole, name[1])) if name[0] == part else None
            if other is not None:
                facts.rows.append(Row({rank: 1, other: -1}, None, 0))
    for relation in description.get("relations", ()):
        facts.rows.append(_relation(facts, relation, trees))
    for ratio in description.get("ratios", ()):
        facts.rows += _ratio(facts, ratio, trees)
    _deduce_truth(facts)
    for number, row in enumerate(facts.rows):
        for rank in row.terms:
            facts.touching.setdefault(rank, []).append(number)
    return facts


Trees = Mapping[str, tuple[str, Mapping[str, list[str]]]]


def _trees(description: Description) -> Trees:
    trees = {}
    for dimension, tree in description.get("hierarchies", {}).items():
        if isinstance(tree, list):
            trees[dimension] = ("Total", {"Total": tree})
        else:
            trees[dimension] = (tree["root"], tree["children"])
    return trees


def _name(raw: Mapping[str, Any], trees: Trees) -> Name:
    dims = sorted((d, str(v)) for d, v in raw.get("dims", {}).items())
    kept = tuple((d, v) for d, v in dims if d not in trees or trees[d][0] != v)
    return raw.get("measure", "n"), kept


def _of_tables(description: Description) -> Iterator[dict[str, Any]]:
    for table in description.get("tables", ()):
        for i, row in enumerate(table["rows"]):
            for j, column in enumerate(table["cols"]):
                dims = {**table.get("fixed", {}), table["row"]: row, table["col"]: column}
                cell = {"measure": table.get("measure", "n"), "dims": dims}
                cell["published"] = table["published"][i][j]
                if "true" in table:
                    cell["true"] = table["true"][i][j]
                yield cell


def _read_cell(
    facts: Facts, raw: Mapping[str, Any], description: Description, trees: Trees
) -> None:
    rank = facts.at(_name(raw, trees))
    fact = facts.cells[rank]
    if "id" in raw:
        facts.ids[raw["id"]] = rank
    fact.is_real = raw.get("kind", "count") == "real" or fact.is_real
    fact.sensitive = raw.get("sensitive", fact.sensitive)
    low, high = printed_bounds(raw, description)
    extra = raw.get("low"), raw.get("high")
    lows = [exact(v) for v in (low, extra[0]) if v is not None]
    highs = [exact(v) for v in (high, extra[1], fact.high) if v is not None]
    fact.low = max([fact.low, *lows])
    fact.high = min(highs) if highs else None
    fact.is_printed = fact.is_printed or (low is not None and low == high)
    if raw.get("true") is not None:
        true = exact(raw["true"])
        if fact.true not in (None, true):
            raise ValueError(f"{label(fact.name)}: deux valeurs pour une même case")
        fact.true = true
    if fact.high is not None and fact.low > fact.high:
        raise ValueError(f"{label(fact.name)}: deux publications se contredisent")


def _cross(facts: Facts, latent: Mapping[str, Any], trees: Trees) -> None:
    """Every cell of the full crossing of some dimensions, down to the leaves."""
    leaves = []
    for dimension in latent["dims"]:
        _, children = trees[dimension]
        kids = [kid for kids in children.values() for kid in kids if kid not in children]
        leaves.append([(dimension, kid) for kid in kids])
    for combination in product(*leaves):
        dims = {**latent.get("fixed", {}), **dict(combination)}
        facts.at(_name({"measure": latent.get("measure", "n"), "dims": dims}, trees))


def _sums(facts: Facts, trees: Trees) -> None:
    """Parents as the sums of their children, adding the cells that this implies."""
    done: set[tuple[Name, str]] = set()
    rank = 0
    while rank < len(facts.cells):
        measure, dims = facts.cells[rank].name
        rank += 1
        for dimension, value in dims:
            if dimension not in trees:
                continue
            _, children = trees[dimension]
            parent = next((p for p, kids in children.items() if value in kids), None)
            if parent is None:
                continue
            up = _name({"measure": measure, "dims": {**dict(dims), dimension: parent}}, trees)
            if (up, dimension) in done:
                continue
            done.add((up, dimension))
            row = {facts.at(up): -1}
            for kid in children[parent]:
                name = _name({"measure": measure, "dims": {**dict(dims), dimension: kid}}, trees)
                row[facts.at(name)] = 1
            facts.rows.append(Row(row, 0, 0))


def _refer(facts: Facts, reference: Any, trees: Trees) -> int:
    if isinstance(reference, str):
        return facts.ids[reference]
    return facts.at(_name(reference, trees))


def _relation(facts: Facts, relation: Mapping[str, Any], trees: Trees) -> Row:
    terms: dict[int, Exact] = {}
    for reference, coefficient in relation["terms"]:
        rank = _refer(facts, reference, trees)
        terms[rank] = terms.get(rank, 0) + exact(coefficient)
    op, rhs = relation.get("op", "="), exact(relation.get("rhs", 0))
    if op == "between":
        return _cleared(terms, exact(relation["low"]), exact(relation["high"]))
    return _cleared(terms, None if op == "<=" else rhs, None if op == ">=" else rhs)


def _ratio(facts: Facts, ratio: Mapping[str, Any], trees: Trees) -> list[Row]:
    """A printed share or mean holds its numerator between two multiples of its denominator."""
    top, bottom = _refer(facts, ratio["num"], trees), _refer(facts, ratio["den"], trees)
    scale, value = Fraction(str(ratio.get("scale", 1))), Fraction(str(ratio["published"]))
    half = Fraction(1, 2 * 10 ** ratio.get("decimals", 0))
    facts.cells[bottom].low = max(facts.cells[bottom].low, 1)
    is_strict = ratio.get("rounding") == "half_up"
    is_strict = is_strict and not any(facts.cells[i].is_real for i in (top, bottom))
    least = _cleared({top: scale, bottom: half - value}, 0, None)
    most = _cleared({top: scale, bottom: -half - value}, None, 0)
    return [least, replace(most, high=-1) if is_strict else most]


def _cleared(terms: Mapping[int, Exact], low: Exact | None, high: Exact | None) -> Row:
    """The same row in whole numbers."""
    bounds = (bound for bound in (low, high) if bound is not None)
    factor = lcm(*(c.denominator for c in (*terms.values(), *bounds)))
    return Row(
        {i: int(c * factor) for i, c in terms.items()},
        None if low is None else int(low * factor),
        None if high is None else int(high * factor),
    )


def _deduce_truth(facts: Facts) -> None:
    """Private values of implied cells, from those that are given."""
    is_moving = True
    while is_moving:
        is_moving = False
        for row in facts.rows:
            unknown = [i for i in row.terms if facts.cells[i].true is None]
            if len(unknown) == 1 and row.sum is not None:
                rest = sum(
                    c * value
                    for i, c in row.terms.items()
                    if (value := facts.cells[i].true) is not None
                )
                whole = Fraction(row.sum - rest) / row.terms[unknown[0]]
                facts.cells[unknown[0]].true = exact(whole)
                is_moving = True
