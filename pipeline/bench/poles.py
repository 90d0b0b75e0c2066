"""Invented poles over five years: who was there, and what each yearly edition says of them.

Nothing comes from anybody. Each history holds the hard cases: a tiny structure, a category of
one person, a structure that enters and one that leaves, people told a year late or corrected.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from pipeline.secrecy.cells import Cell, Key, Link, Problem, Ratio, key, total
from pipeline.secrecy.synthetic import weighed

YEARS = range(2021, 2026)
FEW = 5
HARD = (
    "structure de moins de 5 personnes",
    "modalité d'une seule personne",
    "structure qui entre",
    "structure qui sort",
    "personnes dites un an plus tard",
    "réponses corrigées",
)
LATE = (0.0, 0.01, 0.3)  # share of the people of a structure that are told a year late


@dataclass(frozen=True, slots=True)
class Person:
    """One person in one year, as the editions from `since` to `until` know them."""

    year: int
    structure: str
    traits: tuple[int, ...]
    since: int
    until: int = YEARS.stop


@dataclass(frozen=True, slots=True, eq=False)  # known by itself: its tables are kept
class Pole:
    """The people of all years, and how many categories each variable has."""

    people: tuple[Person, ...]
    structures: tuple[str, ...]
    heights: tuple[int, ...]


def pole(seed: int) -> Pole:
    """80 to 800 people a year in 3 to 15 structures, two or three variables."""
    draw = random.Random(seed)  # noqa: S311 - invented people
    structures = tuple(f"s{rank:02}" for rank in range(draw.randint(3, 15)))
    heights = (2, *(draw.randint(3, 5) for _ in range(draw.randint(1, 2))))
    shares = [draw.random() + 0.1 for _ in structures[1:]] + [0.04]
    size, entry, exit_ = draw.randint(80, 800), draw.choice(YEARS), draw.choice(YEARS)
    tastes = [[draw.random() ** 2 + 0.05 for _ in range(height)] for height in heights]
    people: list[Person] = []
    for year in YEARS:
        here = list(shares)
        if len(structures) > 3:
            here[0] *= year >= entry
            here[1] *= year <= exit_
        where = draw.choices(structures, here, k=round(size * (0.9 + 0.2 * draw.random())))
        people += _year(draw, year, where, tastes)
    return Pole(tuple(people), structures, heights)


def _year(
    draw: random.Random, year: int, where: Sequence[str], tastes: Sequence[Sequence[float]]
) -> Iterator[Person]:
    """The people of a year; the first is alone in the last category of the last variable."""
    late, share = draw.choice(where), draw.choice(LATE)
    for rank, structure in enumerate(where):
        traits = [draw.choices(range(len(taste)), taste)[0] for taste in tastes]
        rare = len(tastes[-1]) - 1
        traits[-1] = rare if rank == 0 else traits[-1] % rare
        is_late = draw.random() < (share if structure == late else share / 20)
        one = Person(year, structure, tuple(traits), year + is_late)
        if share and not is_late and draw.random() < 0.002:
            yield replace(one, until=year)
            one = replace(one, since=year + 1, traits=(1 - traits[0], *traits[1:]))
        yield one


def counts(pole: Pole, edition: int, year: int) -> Counter[Key]:
    """Every number that an edition may print of a year."""
    alike = Counter(
        (one.structure, one.traits)
        for one in pole.people
        if one.year == year and one.since <= edition <= one.until
    )
    found: Counter[Key] = Counter()
    for (structure, traits), people in alike.items():
        for line in (key("personnes", annee=year), key("personnes", annee=year, s=structure)):
            found[line] += people
            for rank, trait in enumerate(traits):
                found[within(line, f"v{rank}", trait)] += people
    return found


def within(name: Key, dimension: str, value: object) -> Key:
    """The part of a cell at one value of one more dimension."""
    return name._replace(dims=tuple(sorted((*name.dims, (dimension, str(value))))))


@lru_cache(maxsize=2 * len(YEARS))
def tables(pole: Pole, edition: int, *, says_again: bool = True) -> Problem:
    """What an edition prints: the tables and shares of its year and of the one before."""
    cells: dict[Key, Cell] = {}
    links: list[Link] = []
    ratios: list[Ratio] = []
    first = edition - 1 if says_again and edition > YEARS.start else edition
    for year in range(first, edition + 1):
        told, whole = counts(pole, edition, year), key("personnes", annee=year)
        here = [s for s in pole.structures if told[within(whole, "s", s)]]
        lines = [whole, *(within(whole, "s", structure) for structure in here)]
        columns = [
            [(f"v{rank}", i) for i in range(height)] for rank, height in enumerate(pole.heights)
        ]
        for line in lines:
            cells[line] = weighed(line, told[line])
            for column in columns:
                names = tuple(within(line, *place) for place in column)
                cells |= {name: weighed(name, told[name]) for name in names}
                links.append(total(line, names))
            ratios.append(Ratio(within(line, "v0", 0), line, rest=within(line, "v0", 1)))
        links.append(total(whole, tuple(lines[1:])))
        for place in (place for column in columns for place in column):
            parts = tuple(within(line, *place) for line in lines[1:])
            links.append(total(within(whole, *place), parts))
    return Problem(cells, tuple(links), tuple(ratios))


def hard_cases(pole: Pole) -> Counter[str]:
    """Which of the hard cases a history holds: each counts for one."""
    sizes = Counter((one.year, one.structure) for one in pole.people)
    rare = Counter((one.year, one.traits[-1]) for one in pole.people)
    here = [{s for s in pole.structures if sizes[year, s]} for year in YEARS]
    steps = list(pairwise(here))
    met = (
        any(size < FEW for size in sizes.values()),
        1 in rare.values(),
        any(after - before for before, after in steps),
        any(before - after for before, after in steps),
        any(one.since > one.year for one in pole.people),
        any(one.until < YEARS.stop for one in pole.people),
    )
    return Counter(dict(zip(HARD, map(int, met), strict=True)))
