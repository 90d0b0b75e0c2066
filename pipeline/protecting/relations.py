"""`total = part.categorie + autre`: a relation between counts, as the heads write it."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.model import Indicator


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


def groups_of(head: Indicator) -> dict[tuple[str, str], frozenset[str]]:
    """The categories, each with its measure, that the head says to be a sum of others of it.

    `sorties.dynamique = sorties.durable + sorties.transition`: the coarser level of a table.
    """
    found = {}
    for text in head.relations:
        *parts, (measure, group, _) = read_relation(text).terms
        if group and all(own == measure and category for own, category, _ in parts):
            found[measure, group] = frozenset(category for _, category, _ in parts)
    return found
