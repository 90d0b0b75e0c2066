"""The editions already out, beside this one: whoever kept them reads all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from pipeline.editions.ledger import Publication
from pipeline.model import CellKey, Indicator
from pipeline.published.book import Book, Rules, relation
from pipeline.published.describe import Shown, add_figure
from pipeline.published.links import Known, Spot, Truth
from pipeline.published.seen import Reading, number_in, step
from pipeline.published.truth import spots

Slice = tuple[str, int]  # an indicator in one year


def as_read(publication: Publication, rank: int, heads: Mapping[str, Indicator]) -> Shown:
    """The figures of persons of an earlier edition; those of lost indicators are left out."""
    where = f"l'édition {publication.edition} publiée (n° {rank})"
    return {
        key: Reading(value, "" if value is not None else printed.text, where)
        for key, printed in publication.figures.items()
        if key.indicator in heads and heads[key.indicator].sensitivity
        for value in (number_in(printed.text),)
    }


def first_thresholds(publications: Iterable[Publication]) -> dict[int, int]:
    """Year → the threshold of the first edition that told it, which the year keeps."""
    found: dict[int, int] = {}
    for one in publications:
        told = {key.year: one.policy["seuil"] for key in one.figures if "seuil" in one.policy}
        found = told | found
    return found


def revised(before: Shown, truth: Truth, heads: Mapping[str, Indicator]) -> set[Slice]:
    """Where a printed number is no longer true: it spoke of another count."""
    return {
        (key.indicator, key.year)
        for key, reading in before.items()
        if reading.value is not None and not _is_still_true(key, reading.value, truth, heads)
    }


def _is_still_true(
    key: CellKey, value: Decimal, truth: Truth, heads: Mapping[str, Indicator]
) -> bool:
    head = heads[key.indicator]
    told = spots(head, key)
    if any(spot not in truth for spot in told):
        return len(told) == 1 and head.unit != "pers."  # an amount: no count of persons
    if len(told) == 1:
        return truth[told[0]] == value
    top, bottom = (truth[spot] for spot in told)
    half = Fraction(step(value)) / 2
    scale = 100 if head.is_share else 1
    return bool(bottom) and abs(Fraction(top * scale, bottom) - Fraction(value)) <= half


def merged(now: Shown, before: Shown, changed: set[Slice]) -> dict[CellKey, Reading]:
    """What both editions tell of the same counts: a number outweighs a sign, and a coarser one."""
    both = dict(now)
    for key, reading in before.items():
        if (key.indicator, key.year) in changed:
            continue
        if key not in both or _says_more(reading, both[key]):
            both[key] = reading
    return both


def _says_more(reading: Reading, other: Reading) -> bool:
    if reading.value is None or other.value is None:
        return reading.value is not None
    return step(reading.value) < step(other.value)


def restated(
    before: Shown, changed: set[Slice], rank: int, tied: Sequence[Known], rules: Rules, truth: Truth
) -> Book:
    """What an earlier edition said of the counts that were revised since, as counts apart.

    Their true values are not kept: only those that were printed are known.
    """
    own = {k: r for k, r in before.items() if (k.indicator, k.year) in changed}
    printed = {
        spot: int(reading.value)
        for key, reading in own.items()
        if reading.value is not None and len(spots(rules.heads[key.indicator], key)) == 1
        for spot in spots(rules.heads[key.indicator], key)
    }
    book = Book(rules, printed, f"publication {rank}")
    for key, reading in own.items():
        add_figure(book, key, reading)
    for spot, said in printed.items():
        if spot in truth and truth[spot] != said:
            _add_gap(book, spot, truth[spot] - said)
    for one in tied:
        told = [spot for spot, _ in one.terms]
        if all(book.tells(spot) for spot in told) and _may_hold(one, printed):
            book.relations.append(relation(book, one))
    return book


def _add_gap(book: Book, spot: Spot, more: int) -> None:
    """The persons that a revision adds or takes away: a reader of both editions subtracts."""
    gap = spot._replace(measure=f"révision de {spot.measure}")
    cell = book.cell(gap)
    cell["true"] = abs(more)
    if not spot.structure and not spot.category:
        cell["sensitive"] = False  # of a total of the whole pole it tells nothing of anybody
    terms = [[spot.name, 1], [book.name(spot), -1], [book.name(gap), -1 if more > 0 else 1]]
    book.relations.append({"terms": terms, "op": "=", "rhs": 0, "why": "révision"})


def _may_hold(one: Known, printed: Mapping[Spot, int]) -> bool:
    """Whether the printed numbers allow a link that holds today: persons may have been shared."""
    if any(spot not in printed for spot, _ in one.terms):
        return True
    left = sum(printed[spot] * sign for spot, sign in one.terms)
    return left == 0 if one.op == "=" else left >= 0 if one.op == ">=" else left <= 0
