"""Numbers computed from several figures: a growth is a fact about both of its counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipeline.errors import LeakError
from pipeline.published.seen import cell_of, number_in, plain
from pipeline.published.truth import amount_spot, spots

if TYPE_CHECKING:
    from pipeline.model import CellKey
    from pipeline.published.book import Book
    from pipeline.published.links import Spot
    from pipeline.published.seen import Reading, Seen

_GROWTH = re.compile(r"[+−]\d[^%]*%$")


def add_computed(book: Book, shown: Mapping[CellKey, Reading], one: Seen) -> None:
    """A growth in per cent, as a ratio of its two counts; the rest says nothing new of figures.

    Differences, points and parts of a total are computed from printed figures: with one that is
    not printed, they would tell it, and the paper is refused.
    """
    told = [key for origin in one.origins if (key := cell_of(origin))]
    value = number_in(one.text)
    if value is None or len(told) < len(one.origins):
        return
    counts = [_count(book, key) for key in told]
    before, after = counts[0], counts[-1]
    if _GROWTH.match(one.text) and len(counts) == 2 and before and after:
        exponent = value.as_tuple().exponent
        ratio: dict[str, Any] = {"num": _named(book, after), "den": _named(book, before)}
        ratio |= {"published": plain(100 + value), "decimals": -int(exponent), "scale": 100}
        book.ratios.append(ratio | {"why": f"évolution, {one.where}"})
    elif any(key not in shown or shown[key].value is None for key in told):
        raise LeakError(
            f"{one.where} dit un nombre calculé sur un chiffre qui n'est imprimé nulle part"
        )


def _count(book: Book, key: CellKey) -> Spot | None:
    """The count or the amount that a figure is, if it is one."""
    if amount_spot(key) in book.amounts:
        return amount_spot(key)
    counted = spots(book.rules.heads[key.indicator], key)
    return counted[0] if len(counted) == 1 and counted[0] in book.truth else None


def _named(book: Book, spot: Spot) -> str:
    book.cell(spot)
    return book.name(spot)
