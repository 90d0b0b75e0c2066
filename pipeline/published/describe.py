"""What the files show of persons, as the description that the audit reads (publication.json)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pipeline.model import CellKey, Indicator
from pipeline.published.book import Book, Rules, is_told, relation
from pipeline.published.brought import amount_spots, known_sums
from pipeline.published.computed import add_computed
from pipeline.published.links import Known, Spot, Truth, known_links
from pipeline.published.seen import FEW, HIDDEN, NOBODY, Reading, Seen, number_in, plain
from pipeline.published.truth import LEAST, Amount, amount_spot, fewest, spots

Shown = Mapping[CellKey, Reading]


def describe(
    shown: Shown,
    others: Sequence[Seen],
    truth: Truth,
    rules: Rules,
    amounts: Mapping[Spot, Amount] | None = None,
) -> Book:
    """Every number about persons that the files show, with the links that everybody knows."""
    book = Book(rules, truth, amounts=amounts or {})
    for key, reading in shown.items():
        add_figure(book, key, reading)
    for one in {(one.origins, one.text): one for one in reversed(others)}.values():
        _add_unknown(book, one)
        add_computed(book, shown, one)
    tied = known_links(truth, rules.heads)
    rough = {spot for spot, one in book.amounts.items() if one.is_rounded}
    values = {spot: one.value for spot, one in book.amounts.items()}
    tied += [*known_links(values, {}, rough), *known_sums(values, rules.heads)]
    book.relations += [relation(book, one) for one in tied if is_told(book, one)]
    book.relations += [relation(book, one) for one in _untold_parts(book)]
    return book


def _untold_parts(book: Book) -> list[Known]:
    """A part is at most its whole, also where no share says so: of nobody, nobody is one."""
    shares = [head for head in book.rules.heads.values() if head.is_share]
    pairs = [
        (top, top._replace(measure=str(head.denominator)))
        for head in shares
        for top in book.truth
        if top.measure == head.numerator
    ]
    return [
        Known(((top, 1), (bottom, -1)), "<=", "part d'un tout")
        for top, bottom in dict.fromkeys(pairs)
        if (book.tells(top) or book.tells(bottom)) and not book.tells(_rest_of(top, bottom))
        if book.truth[top] <= book.truth.get(bottom, -1)
    ]


def add_figure(book: Book, key: CellKey, reading: Reading) -> None:
    """One figure: a count, a share, or an amount about persons."""
    head = book.rules.heads[key.indicator]
    counted = spots(head, key)
    _add_floor(book, head, key, reading)
    if head.is_pole_amount and head.ratio:
        _add_amounts_of(book, key, reading)
    elif amount_spot(key) in book.amounts:
        _add_amount(book, head, amount_spot(key), reading)
    elif len(counted) == 2:
        _add_share(book, head, (counted[0], counted[1]), reading)
    elif counted and (counted[0] in book.truth or head.unit == "pers."):
        cell = book.cell(counted[0])
        if reading.value is not None:
            cell["published"] = plain(reading.value)
        elif reading.sign == HIDDEN:
            cell["published"] = HIDDEN
            book.bound(counted[0], 0 if _may_hide_zero(book, counted[0]) else 1)
        cell["where"] = reading.where
    else:
        _add_behind(book, head, key, reading)


def _add_behind(book: Book, head: Indicator, key: CellKey, reading: Reading) -> None:
    """Nothing is told of fewer persons than the threshold."""
    spot = _spot_of(head.behind, key)
    spot = spot._replace(category="") if head.ratio else spot
    if reading.value is None or spot not in book.truth:
        return
    people, threshold = book.truth[spot], book.rules.threshold_of(key.year)
    if head.ratio:  # a part of them all, to a decimal, tells how many they are
        book.bound(spot, people, people)
    elif people >= threshold:
        book.bound(spot, threshold)


def _spot_of(measure: str, key: CellKey) -> Spot:
    """The count of a measure where a figure stands."""
    return Spot(measure, key.year, key.structure, key.category)


def _add_floor(book: Book, head: Indicator, key: CellKey, reading: Reading) -> None:
    """So many full times are worked by as many persons at least, half a last digit less."""
    spot = _spot_of(head.at_most, key)
    if reading.value is not None and spot in book.truth:
        unit = Decimal(1).scaleb(-head.decimals)
        least = math.ceil(reading.value - unit / 2)
        if least <= book.truth[spot]:
            book.bound(spot, least)


def _add_amount(book: Book, head: Indicator, spot: Spot, reading: Reading) -> None:
    """Money, tonnage or hours, in the smallest unit printed."""
    cell = _amount_cell(book, spot, reading)
    if reading.value is not None:
        cell["published"] = book.sign(spot) * int(reading.value * 10**head.decimals)
    elif reading.sign == HIDDEN and isinstance(cell["published"], str):  # no rate tells it
        cell["published"] = HIDDEN


def _add_amounts_of(book: Book, key: CellKey, reading: Reading) -> None:
    """The amounts of a rate: whoever reads it is taken to know them."""
    for spot in amount_spots(book.rules.heads, key):
        if spot in book.amounts:
            cell = _amount_cell(book, spot, reading)
            if reading.value is not None:
                cell["published"] = cell["true"]


def _amount_cell(book: Book, spot: Spot, reading: Reading) -> dict[str, Any]:
    """The cell of an amount; a deficit is described by its opposite."""
    one, cell = book.amounts[spot], book.cell(spot)
    cell |= {"kind": "real", "true": abs(one.value), "sensitive": one.is_secret}
    cell |= {"low": 0, "high": 4 * abs(one.value) + 1000, "where": reading.where}
    return cell


def _may_hide_zero(book: Book, spot: Spot) -> bool:
    """Zeros are always printed, save where nobody, or everybody, would be a sensitive fact."""
    heads = book.rules.heads.values()
    return any(head.sensitivity > 1 and head.numerator == spot.measure for head in heads)


def _add_share(book: Book, head: Indicator, both: tuple[Spot, Spot], reading: Reading) -> None:
    top, bottom = both
    if reading.sign == NOBODY and not book.truth.get(bottom):
        book.bound(bottom, 0, 0)
    if reading.value is None and reading.sign not in {HIDDEN, FEW}:
        return
    for spot in both:
        book.cell(spot)
    if head.is_share:
        _add_rest(book, top, bottom)
    _add_floor_of_rates(book, bottom, reading)
    if reading.value is not None and not bottom.structure and bottom in book.truth:
        # the noise of a share and its part of missing answers, both printed, tell its persons
        book.bound(bottom, book.truth[bottom], book.truth[bottom])
    if reading.value is not None:
        exponent = reading.value.as_tuple().exponent
        ratio: dict[str, Any] = {"num": book.name(top), "den": book.name(bottom)}
        ratio |= {"published": plain(reading.value), "decimals": -int(exponent)}
        book.ratios.append(ratio | {"scale": 100 if head.is_share else 1, "why": reading.where})


def _add_floor_of_rates(book: Book, bottom: Spot, reading: Reading) -> None:
    """What "n.s.", or its absence, says."""
    floor, people = fewest(book.rules.threshold_of(bottom.year)), book.truth.get(bottom, 0)
    if reading.sign == FEW:
        book.bound(bottom, min(1, people), max(floor - 1, people))
    elif bottom.structure:
        book.bound(bottom, floor if people >= floor else LEAST)
    else:
        book.bound(bottom, 1)


def _add_rest(book: Book, top: Spot, bottom: Spot) -> None:
    """The others of the group: a reader subtracts."""
    rest = _rest_of(top, bottom)
    if book.tells(rest):
        return
    cell = book.cell(rest)
    if top in book.truth and bottom in book.truth:
        cell["true"] = book.truth[bottom] - book.truth[top]
    terms = ((top, 1), (rest, 1), (bottom, -1))
    book.relations.append(relation(book, Known(terms, "=", "complément d'une part")))


def _rest_of(top: Spot, bottom: Spot) -> Spot:
    return bottom._replace(measure=f"{bottom.measure} − {top.measure}")


def _add_unknown(book: Book, one: Seen) -> None:
    """The number of persons whose answer is missing."""
    value, of = number_in(one.text), _of_missing(one, book.rules.heads)
    if of and value is not None and "%" not in one.text:
        unknown = Spot(f"sans réponse, {of[0]}", of[1])
        book.cell(unknown).update(published=plain(value), sensitive=False, where=one.where)


def told_missing(texts: Sequence[Seen], heads: Mapping[str, Indicator]) -> set[tuple[str, int]]:
    """The measures, with their years, of which a text says how many answers are missing.

    A part of all, in per cent, is taken to say it too.
    """
    return {
        of for one in texts if number_in(one.text) is not None if (of := _of_missing(one, heads))
    }


def _of_missing(one: Seen, heads: Mapping[str, Indicator]) -> tuple[str, int] | None:
    kind, _, name = one.origins[0].partition("/")
    identifier, _, year = name.partition("|")
    return (heads[identifier].denominator or identifier, int(year)) if kind == "inconnus" else None
