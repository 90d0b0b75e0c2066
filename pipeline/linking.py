"""Aggregates → what the disclosure control must know: every count once, and what ties them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.model import Aggregate, Aggregates, CellKey, Indicator
from pipeline.relations import read_relation
from pipeline.secrecy.cells import Cell, Key, Link, Problem, Ratio, Status, key, total

SIGNIFICANT_DENOMINATOR = 10  # below it a structure's rate is "n.s."


class Count(NamedTuple):
    """A number of persons. Two indicators that name the same measure share the same count."""

    measure: str
    year: int
    structure: str
    category: str

    @property
    def key(self) -> Key:
        """Its name in the disclosure control."""
        return key(self.measure, annee=self.year, structure=self.structure, modalite=self.category)

    @property
    def weight(self) -> float:
        """What the reader loses with it: headline totals are dear, details cheap."""
        return (0 if self.structure else 200) + (0 if self.category else 20)


def counts_persons(indicator: Indicator) -> bool:
    """Whether the cells of the indicator say something about people."""
    return indicator.sensitivity > 0


def place(measure: str, cell: CellKey) -> Count:
    """The count of a measure at the year, structure and category of a cell."""
    return Count(measure, cell.year, cell.structure, cell.category)


def stem(indicator: str) -> str:
    """The measure that an indicator of plain counts prints."""
    return indicator.rpartition("/")[2]


def problem_of(aggregates: Aggregates) -> Problem:
    """Every count of persons of the edition, over all tables and years at once."""
    values: dict[Count, int] = {}
    prints: dict[Count, int] = {}  # how many figures show it
    ratios: list[Ratio] = []
    for cell in aggregates.cells.values():
        head = aggregates.indicators[cell.key.indicator]
        for count, value, is_printed in _counts(head, cell):
            values[count] = value
            prints[count] = prints.get(count, 0) + is_printed
        if ratio := _ratio(head, cell):
            ratios.append(ratio)
    cells = [_cell(count, value, prints[count]) for count, value in values.items()]
    links = [*_over_structures(values), *_over_categories(values)]
    links += _declared(aggregates.indicators, values)
    unique = {tuple(sorted(link.terms)): link for link in links}
    return Problem({cell.key: cell for cell in cells}, tuple(unique.values()), tuple(ratios))


def _counts(head: Indicator, cell: Aggregate) -> Iterator[tuple[Count, int, bool]]:
    """The counts behind a cell, and whether it shows them."""
    if not counts_persons(head):
        return
    if head.numerator and head.denominator:
        if cell.numerator is not None and cell.denominator is not None:
            shown = not cell.key.structure or cell.denominator >= SIGNIFICANT_DENOMINATOR
            yield place(head.numerator, cell.key), int(cell.numerator), shown
            yield place(head.denominator, cell.key), int(cell.denominator), shown
    elif cell.value is not None and cell.persons is None:
        yield place(stem(head.id), cell.key), int(cell.value), True


def _ratio(head: Indicator, cell: Aggregate) -> Ratio | None:
    if not (counts_persons(head) and head.numerator and head.denominator):
        return None
    if cell.numerator is None or not cell.denominator:
        return None
    top, bottom = place(head.numerator, cell.key).key, place(head.denominator, cell.key).key
    scale = 100 if head.is_share else 1
    return Ratio(top, bottom, scale, head.decimals, is_share=head.is_share)


def _cell(count: Count, value: int, prints: int) -> Cell:
    status = Status.FREE if prints else Status.UNPRINTED
    weight = prints * (1 + value / 10 + count.weight)
    is_dear = not count.structure and not count.category
    return Cell(count.key, value, weight, status, dear=is_dear)


def _over_structures(values: Mapping[Count, int]) -> Iterator[Link]:
    """The pole against its structures: their sum, or less when people work in two of them."""
    for whole, parts in _grouped(values, "structure"):
        size = sum(values[part] for part in parts)
        keys = tuple(part.key for part in parts)
        if values[whole] == size:
            yield total(whole.key, keys, "somme des structures")
            continue
        op = ">=" if values[whole] < size else "<="
        yield Link((*((part, 1) for part in keys), (whole.key, -1)), op, why="personnes distinctes")
        for part in keys:
            yield Link(((part, 1), (whole.key, -1)), "<=", why="une structure dans le pôle")


def _over_categories(values: Mapping[Count, int]) -> Iterator[Link]:
    """A total as the sum of its categories, unless they overlap (several obstacles a person)."""
    for whole, parts in _grouped(values, "category"):
        if values[whole] == sum(values[part] for part in parts):
            yield total(whole.key, tuple(part.key for part in parts), "somme des modalités")


def _grouped(values: Mapping[Count, int], axis: str) -> Iterator[tuple[Count, list[Count]]]:
    groups: dict[Count, list[Count]] = {}
    for count in values:
        whole = count._replace(structure="") if axis == "structure" else count._replace(category="")
        if whole != count:
            groups.setdefault(whole, []).append(count)
    return ((whole, parts) for whole, parts in groups.items() if whole in values)


def _declared(indicators: Mapping[str, Indicator], values: Mapping[Count, int]) -> Iterator[Link]:
    """The relations in the heads of the indicators, wherever all their counts are known."""
    places = sorted({(c.year, c.structure, c.category) for c in values})
    for head in filter(counts_persons, indicators.values()):
        for text in head.relations:
            relation = read_relation(text)
            for year, structure, category in places:
                if category and relation.names_categories:
                    continue
                counts = [
                    (Count(measure, year, structure, own or category), sign)
                    for measure, own, sign in relation.terms
                ]
                if all(count in values for count, _ in counts):
                    yield Link(tuple((count.key, sign) for count, sign in counts), why=text)
