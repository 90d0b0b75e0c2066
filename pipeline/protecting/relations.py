"""`total = part.categorie + autre`: a relation between counts, as the heads write it."""

from __future__ import annotations

from typing import NamedTuple


class Relation(NamedTuple):
    """Its terms as (measure, category, sign): the whole has −1, each part 1."""

    terms: tuple[tuple[str, str, int], ...]
    names_categories: bool  # it then holds once, not within each category


def read_relation(text: str) -> Relation:
    """The parts first, then the whole."""
    whole, _, parts = text.partition("=")
    names = [(name.strip(), 1) for name in parts.split("+")] + [(whole.strip(), -1)]
    split = [(*name.partition("."), sign) for name, sign in names]
    return Relation(tuple((m, c, sign) for m, _, c, sign in split), "." in text)
