"""Histories of an invented pole, to measure with: nothing in them comes from anybody."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.secrecy.cells import Cell, Key, Link, Problem, key, total

YEAR_MARGIN, STRUCTURE_MARGIN = 200.0, 20.0


@dataclass(frozen=True, slots=True)
class Size:
    """How big the invented pole is: structures share people unevenly, the last being tiny."""

    people: int = 300
    structures: int = 8
    tables: int = 12
    years: int = 5


def history(seed: int, size: Size = Size()) -> Problem:
    """Tables structure × variable of each year, linked by the totals that they share."""
    draw = random.Random(seed)  # noqa: S311 - invented people
    heights = [2 + draw.randrange(5) for _ in range(size.tables)]
    tastes = [[draw.random() ** 2 + 0.02 for _ in range(height)] for height in heights]
    shares = [draw.random() + 0.1 for _ in range(size.structures - 1)] + [0.05]
    cells: dict[Key, Cell] = {}
    links: list[Link] = []
    for year in range(size.years):
        people = round(size.people * (0.9 + 0.2 * draw.random()))
        where = draw.choices(range(size.structures), shares, k=people)
        for name, value in _structures(year, where, size.structures):
            cells[name] = weighed(name, value)
        for table, taste in enumerate(tastes):
            what = draw.choices(range(len(taste)), taste, k=people)
            _add(cells, links, (year, table, len(taste)), list(zip(where, what, strict=True)))
        names = tuple(_key(year, structure) for structure in range(size.structures))
        links.append(total(_key(year), names))
    return Problem(cells, tuple(links))


def _structures(year: int, where: list[int], structures: int) -> Iterator[tuple[Key, int]]:
    yield _key(year), len(where)
    for structure in range(structures):
        yield _key(year, structure), where.count(structure)


def _add(
    cells: dict[Key, Cell],
    links: list[Link],
    head: tuple[int, int, int],
    answers: list[tuple[int, int]],
) -> None:
    """One table of one year: its cells, its lines and its columns."""
    year, table, height = head
    places = sorted({name.dims[1][1] for name in cells if _is_structure(name, year)})
    for place in places:
        lines = tuple(_key(year, int(place), table, category) for category in range(height))
        for category, name in enumerate(lines):
            cells[name] = weighed(name, answers.count((int(place), category)))
        links.append(total(_key(year, int(place)), lines))
    whole = tuple(_key(year, None, table, category) for category in range(height))
    for category, name in enumerate(whole):
        parts = tuple(_key(year, int(place), table, category) for place in places)
        cells[name] = weighed(name, sum(cells[part].value for part in parts))
        links.append(total(name, parts))
    links.append(total(_key(year), whole))


def _is_structure(name: Key, year: int) -> bool:
    return len(name.dims) == 2 and name.dims[0] == ("annee", str(year)) and name.dims[1][0] == "s"


def _key(
    year: int, structure: int | None = None, table: int | None = None, category: int = 0
) -> Key:
    dims: dict[str, str | int] = {"annee": year}
    dims |= {} if structure is None else {"s": structure}
    return key("personnes", **dims, **({} if table is None else {f"v{table}": category}))


def weighed(name: Key, value: int) -> Cell:
    """A count and what its loss costs: most for the pole, then for a structure's total."""
    has_structure = any(dimension == "s" for dimension, _ in name.dims)
    has_category = any(dimension.startswith("v") for dimension, _ in name.dims)
    margin = 0.0 if has_structure else YEAR_MARGIN
    margin += 0.0 if has_category else STRUCTURE_MARGIN
    return Cell(name, value, 1 + value / 10 + margin, dear=not has_category)
