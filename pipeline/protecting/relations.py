"""`total = part.categorie + autre`: a relation between counts, as the heads write it."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from pipeline.model import Indicator

OP = re.compile(r"<=|<|=")
BEFORE, TWICE_TOLD, STANDING = "(N-1)", "(en double)", "(non révisé)"


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


def related(head: Indicator) -> frozenset[str]:
    """The measures that its relations tie at each place, whatever the category."""
    relations = map(read_relation, head.relations)
    return frozenset(
        measure for one in relations if not one.names_categories for measure, _, _ in one.terms
    )


class Term(NamedTuple):
    """A count in a crossing: of the year before, or of those counted in two structures.

    `is_standing`: once a late file has revised its table, what is left of the whole is no count.
    """

    measure: str
    category: str
    is_before: bool
    is_twice: bool
    is_standing: bool = False


class Crossing(NamedTuple):
    """What whoever knows the trade knows of counts, wherever it is true.

    The parts make the whole up (`=`), are at most it (`<=`), or are persons of it (`<`): the others
    are then a count of persons too.
    """

    parts: tuple[Term, ...]
    op: str
    whole: Term


def read_crossing(text: str) -> Crossing:
    """`presents_31_12 (N-1) + entrees = salaries_en_insertion`."""
    parts, whole = OP.split(text)
    (op,) = OP.findall(text)
    return Crossing(tuple(map(_term, parts.split("+"))), op, _term(whole))


def _term(text: str) -> Term:
    name = text.replace(BEFORE, "").replace(TWICE_TOLD, "").replace(STANDING, "").strip()
    measure, _, category = name.partition(".")
    return Term(measure, category, BEFORE in text, TWICE_TOLD in text, STANDING in text)


def holding(crossing: Crossing, year: int, revised: Collection[tuple[str, int]]) -> str:
    """What the crossing says in a year: a bound, where a count that had to stand was revised."""
    terms = (*crossing.parts, crossing.whole)
    is_shaken = any(term.is_standing and (term.measure, year) in revised for term in terms)
    return "<=" if is_shaken else crossing.op
