"""Who came, who left, and how: the insertion pathways on which every other file rests."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from arrivals import Person, new_person
from cast import BY_ID, SIAE, YEARS, stream

# member: (present on 1 January 2021, entries by year, exits by year)
# fmt: off
FLOWS: dict[str, tuple[int, tuple[int, ...], tuple[int, ...]]] = {
    "berges": (24, (17, 23, 20, 24, 25), (17, 20, 18, 21, 23)),
    "atelier-fil": (18, (12, 16, 7, 15, 18), (13, 14, 17, 8, 14)),
    "ressourcerie": (13, (9, 12, 12, 14, 15), (10, 11, 10, 13, 13)),
    "jardins": (8, (4, 6, 5, 6, 7), (4, 5, 4, 6, 7)),
    "coop-services": (15, (12, 15, 13, 17, 18), (12, 14, 12, 17, 16)),
    "cuisine": (0, (0, 0, 9, 8, 8), (0, 0, 2, 7, 7)),
}
# fmt: on
# year: how the exits ended, over the whole pole; a passage leads to another member and is no exit
# of the pole
CATEGORIES = ("durable", "transition", "positive", "autre", "retrait", "passage")
# fmt: off
ENDINGS = {
    2021: (9, 9, 7, 24, 4, 3),
    2022: (12, 11, 9, 26, 3, 3),
    2023: (8, 9, 8, 30, 5, 3),
    2024: (13, 13, 10, 27, 5, 4),
    2025: (16, 15, 11, 26, 7, 5),
}
# fmt: on
CLOSED = ("atelier-fil", date(2023, 3, 1), date(2023, 7, 31))  # the workshop under water
SHORTEST = timedelta(days=110)  # of an examined exit; under 2.65 months it would not be one
LONGEST = timedelta(days=560)  # then they are the next to leave: the pass lasts 24 months
MOVE_WITHIN = timedelta(days=80)


@dataclass
class Stay:
    """One pathway of a person in one structure; `end` None while it goes on."""

    person: Person
    member: str
    start: date
    end: date | None = None
    category: str = ""
    moves_on: bool = False  # leaves for another member of the pole


@dataclass
class Pathways:
    """Everybody's stays, and those who are between two members."""

    rng: random.Random
    stays: list[Stay] = field(default_factory=list)
    movers: list[Stay] = field(default_factory=list)


def weekday(day: date) -> date:
    """The day itself, or the Monday after a week-end."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _spread(rng: random.Random, year: int, count: int, member: str) -> list[date]:
    """So many dates over the year, none while the workshop is closed."""
    days = []
    for rank in range(count):
        day = date(year, 1, 4) + timedelta(days=345 * rank // count + rng.randrange(10))
        if member == CLOSED[0] and CLOSED[1] <= day <= CLOSED[2]:
            day = CLOSED[2] + timedelta(days=5 + rng.randrange(120))
        days.append(weekday(day))
    return sorted(days)


def _events(rng: random.Random, year: int) -> list[tuple[date, str, str]]:
    """The year's arrivals and departures of all structures, in the order of the calendar."""
    events = []
    for member, (_, entries, exits) in FLOWS.items():
        rank = YEARS.index(year)
        events += [(d, "entrée", member) for d in _spread(rng, year, entries[rank], member)]
        events += [
            (
                date(year, 12, 29) - timedelta(days=330 * i // exits[rank] + rng.randrange(9)),
                "sortie",
                member,
            )
            for i in range(exits[rank])
        ]
    return sorted(events)


def _arrive(paths: Pathways, member: str, day: date) -> None:
    """Somebody from another member of the pole if one is waiting, otherwise somebody new."""
    for mover in paths.movers:
        known = {stay.member for stay in paths.stays if stay.person is mover.person}
        if mover.end and member not in known and timedelta(3) < day - mover.end < MOVE_WITHIN:
            paths.movers.remove(mover)
            paths.stays.append(Stay(mover.person, member, day))
            return
    paths.stays.append(Stay(new_person(paths.rng, member, day, len(paths.stays)), member, day))


def _leave(paths: Pathways, member: str, day: date, category: str) -> None:
    """One of those present for long enough leaves; the longest stays end first, mostly."""
    least = timedelta(days=20) if category == "retrait" else SHORTEST
    once = {s.person.key for s in paths.stays if s.end and s.end.year == day.year}
    here = [
        s
        for s in paths.stays
        if s.member == member and not s.end and day - s.start > least and s.person.key not in once
    ]
    here.sort(key=lambda s: s.start, reverse=category == "retrait")
    late = category != "retrait" and day - here[0].start > LONGEST
    rank = 0 if late else min(paths.rng.randrange(6), paths.rng.randrange(4), len(here) - 1)
    stay = here[rank]
    stay.end, stay.category = day, "positive" if category == "passage" else category
    if category == "passage":
        stay.moves_on = True
        paths.movers.append(stay)


def _ending(rng: random.Random, left: list[str], member: str, day: date) -> str:
    """Draw from what the year still holds; the closed workshop gets more of the others."""
    hard = member == CLOSED[0] and CLOSED[1] <= day <= date(2023, 12, 31)
    wanted = "autre" if hard and "autre" in left and rng.randrange(10) < 6 else rng.choice(left)
    left.remove(wanted)
    return wanted


def _too_short(paths: Pathways, year: int) -> None:
    """One person a year who stays six weeks: a departure that the law does not call an exit."""
    member = SIAE[year % 3].id
    start = weekday(date(year, 5, 10))
    if member == CLOSED[0] and CLOSED[1] <= start <= CLOSED[2]:
        member = "berges"
    person = new_person(paths.rng, member, start, len(paths.stays))
    paths.stays.append(Stay(person, member, start, start + timedelta(days=41), "autre"))


def pathways() -> list[Stay]:
    """The whole story of the people, from those already there in January 2021."""
    rng = stream("parcours")
    paths = Pathways(rng)
    for member, (present, _, _) in FLOWS.items():
        for rank in range(present):
            start = weekday(date(2020, 2, 3) + timedelta(days=310 * rank // present))
            person = new_person(rng, member, start, len(paths.stays))
            paths.stays.append(Stay(person, member, start))
    for year in YEARS:
        left = [c for c, n in zip(CATEGORIES, ENDINGS[year], strict=True) for _ in range(n)]
        for day, kind, member in _events(rng, year):
            if kind == "entrée":
                _arrive(paths, member, day)
            else:
                _leave(paths, member, day, _ending(rng, left, member, day))
        _too_short(paths, year)
    for mover in paths.movers:
        mover.moves_on = False
    return paths.stays


def exits(stays: list[Stay]) -> Iterator[tuple[Stay, date]]:
    """The stays that have ended, each with its last day, in the order of the calendar."""
    over = [(stay, stay.end) for stay in stays if stay.end]
    yield from sorted(over, key=lambda pair: (pair[1], pair[0].member, pair[0].person.key))


def siae_of(member: str) -> str:
    """The kind of insertion measure of a member that runs one."""
    return BY_ID[member].siae or ""
