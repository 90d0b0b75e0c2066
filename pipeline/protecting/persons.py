"""The counts of persons behind the figures, by the names that the disclosure control gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.model import CellKey, Indicator
from pipeline.secrecy.cells import Key, key
from pipeline.secrecy.vintages import REVISED

TWICE = "dans deux structures : "  # before a measure: what its structures count more than the pole


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

    @property
    def is_headline(self) -> bool:
        """Whether it is a total of the whole pole, hidden only when nothing else protects."""
        return not self.structure and not self.category


def rate_floor(threshold: int) -> int:
    """Below so many persons the rate of a structure is "n.s.".

    Ten, or more where the threshold is high: under the sign a small count must have its room above,
    beside one person who is not of it.
    """
    return max(10, 2 * threshold)


def counts_persons(indicator: Indicator) -> bool:
    """Whether the cells of the indicator say something about people."""
    return indicator.sensitivity > 0


def measures_in(name: Key) -> Sequence[str]:
    """The measures that the name of a count is made of: its own, or those it is what is left of."""
    return name.measure.removeprefix(f"{REVISED} ").removeprefix(TWICE).split(" − ")


def rest_of(whole: str, parts: Iterable[str]) -> str:
    """The measure of those of a whole who are in none of its parts."""
    return " − ".join((whole, *parts))


def place(measure: str, cell: CellKey) -> Count:
    """The count of a measure at the year, structure and category of a cell."""
    return Count(measure, cell.year, cell.structure, cell.category)


def stem(indicator: str) -> str:
    """The measure that an indicator of plain counts prints."""
    return indicator.rpartition("/")[2]


def grouped(values: Mapping[Count, int], axis: str) -> Iterator[tuple[Count, list[Count]]]:
    """Each total over the structures, or over the categories, with its parts."""
    groups: dict[Count, list[Count]] = {}
    for count in values:
        whole = count._replace(structure="") if axis == "structure" else count._replace(category="")
        if whole != count:
            groups.setdefault(whole, []).append(count)
    return ((whole, parts) for whole, parts in groups.items() if whole in values)
