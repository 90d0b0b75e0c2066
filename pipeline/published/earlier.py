"""The editions already out, beside this one: whoever kept them reads all of them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.editions.ledger import Publication
from pipeline.model import CellKey, Indicator
from pipeline.published.describe import Book, Rules, Shown, add_figure, relation
from pipeline.published.links import Known, Spot, Truth
from pipeline.published.seen import Reading, number_in
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


def revised(now: Shown, before: Shown) -> set[Slice]:
    """Where a number changed: the two editions then speak of two different counts."""
    return {
        (key.indicator, key.year)
        for key, reading in before.items()
        if key in now and None not in {reading.value, now[key].value}
        if reading.value != now[key].value
    }


def merged(now: Shown, before: Shown, changed: set[Slice]) -> dict[CellKey, Reading]:
    """What both editions tell of the same counts: a number outweighs a sign."""
    both = dict(now)
    for key, reading in before.items():
        if (key.indicator, key.year) in changed:
            continue
        if key not in both or (both[key].value is None and reading.value is not None):
            both[key] = reading
    return both


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
    for one in tied:
        told = [spot for spot, _ in one.terms]
        if all(book.name(spot) in book.cells for spot in told) and _may_hold(one, printed, truth):
            book.relations.append(relation(book, one))
    return book


def _may_hold(one: Known, printed: Mapping[Spot, int], truth: Truth) -> bool:
    """Whether the printed numbers allow a link that holds today: persons may have been shared."""
    terms = [(spot, sign) for spot, sign in one.terms if spot in truth]
    if any(spot not in printed for spot, _ in terms):
        return True
    left = sum(printed[spot] * sign for spot, sign in terms)
    return left == 0 if one.op == "=" else left >= 0 if one.op == ">=" else left <= 0
