"""What is counted of files and lines, counted again from what was received.

A number of the page that gives itself such an origin says this, and nothing else. Lines of files
of persons, or of files that nobody recognised, are told to the hundred.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.received import Delivery
from pipeline.tallies import OF_PERSONS, STEP, Tally, rounded, tallies, together

if TYPE_CHECKING:
    from pipeline.contracts import Contract
    from pipeline.model import Aggregates
    from pipeline.received import LineBalance, Quality

FATES = {
    "Lignes lues": "lines", "comptées telles quelles": "counted",
    "réparées et comptées": "repaired", "ignorées par règle": "ignored",
    "mises de côté": "set_aside",
}  # fmt: skip
Counts = Mapping[str, frozenset[str]]  # origin → what it may say, in digits


def counted(quality: Quality, contracts: Mapping[str, Contract], aggregates: Aggregates) -> Counts:
    """Everything that is counted of the files of an edition, by the origin that says it."""
    personal = {name for name, contract in contracts.items() if contract.is_personal}
    found: dict[str, set[str]] = {}
    for origin, count in (
        *_of_delivery(quality, personal, aggregates.years[-1]),
        *_of_contracts(quality, personal),
        *_of_indicators(quality, personal, aggregates),
    ):
        found.setdefault(origin, set()).add(str(count))
    return {origin: frozenset(told) for origin, told in found.items()}


def _about(lines: int) -> int:
    """In digits: the few are fewer than a hundred."""
    return rounded(lines) if lines >= STEP else min(lines, 1) * STEP


def _of_delivery(quality: Quality, personal: set[str], year: int) -> Iterator[tuple[str, int]]:
    unknown = {file.path for file in quality.files if file.contract is None}
    hushed = {file.path for file in quality.files if file.contract in personal} | unknown
    every = sum(one.lines for one in quality.balances)
    missing = [key for key, state in quality.deliveries.items() if state is Delivery.MISSING]
    yield "bilan/fichiers lus", len(quality.files)
    yield "bilan/fichiers non reconnus", len(unknown)
    yield "bilan/fichiers non reçus", sum(when == year for _, _, when in missing)
    yield "bilan/Lignes lues", _about(every) if hushed else every
    known = [one for one in quality.balances if one.file not in unknown]
    yield "bilan/mises de côté", sum(one.set_aside for one in known)
    for label in FATES:
        yield f"bilan/{label}", _sum(quality.balances, label, but=hushed)
        of_persons = [one for one in quality.balances if one.file in hushed]
        yield f"bilan/personnes/{label}", _about(_sum(of_persons, label))
    repaired, rules = Counter[str](), Counter[str]()
    for repair in quality.repairs:
        repaired[repair.name] += repair.cells
    for line in quality.ignored:
        rules[line.rule] += line.line_end - line.line + 1
    for name, cells in repaired.items():
        yield f"bilan/Réparations/{name}", _about(cells) if hushed else cells
    yield from ((f"bilan/Lignes ignorées/{rule}", lines) for rule, lines in rules.items())


def _sum(balances: Iterable[LineBalance], label: str, *, but: Iterable[str] = ()) -> int:
    return sum(getattr(one, FATES[label]) for one in balances if one.file not in but)


def _of_contracts(quality: Quality, personal: set[str]) -> Iterator[tuple[str, int]]:
    read = tallies(quality)
    for contract, own in read.items():
        yield f"contrat/{contract}/fichiers", len(own.files)
        if contract not in personal:
            yield from _lines(f"contrat/{contract}", own.read, own.kept, own.set_aside)
    every = together(own for contract, own in read.items() if contract in personal)
    yield f"contrat/{OF_PERSONS}/fichiers", len(every.files)
    about = _about(every.read), _about(every.kept)
    yield from _lines(f"contrat/{OF_PERSONS}", *about, every.set_aside)


def _lines(start: str, read: int, kept: int, aside: int) -> Iterator[tuple[str, int]]:
    yield f"{start}/lignes lues", read
    yield f"{start}/lignes comptées", kept
    yield f"{start}/mises de côté", aside


def _of_indicators(
    quality: Quality, personal: set[str], aggregates: Aggregates
) -> Iterator[tuple[str, int]]:
    read = tallies(quality)
    for head in aggregates.indicators.values():
        own: dict[str, Tally] = {name: read[name] for name in head.raw_tables if name in read}
        every = together(own.values())
        yield f"fichiers/{head.code}", len(every.files)
        if not personal & own.keys():
            yield f"lignes gardées/{head.code}", every.kept
            yield f"lignes lues/{head.code}", every.read
        for number in re.findall(r"\d[\d,]*", head.benchmark):
            yield f"repere/{head.id}", int(number.replace(",", ""))
