"""protect: aggregates → figures. The only door to paper, and it fails closed.

A count of persons from 1 to threshold − 1 is hidden, and so is whatever would narrow it down:
`pipeline/linking.py` says what ties the counts of all tables and years, `pipeline/secrecy`
chooses what to hide. A true zero stays a zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from pipeline.errors import ConfidentialityError
from pipeline.linking import SIGNIFICANT_DENOMINATOR, counts_persons, place, problem_of, stem
from pipeline.model import Aggregate, Aggregates, Figure, Figures, Indicator, State
from pipeline.secrecy.cells import (
    PUBLIC,
    Key,
    NoSafePatternError,
    Pattern,
    Policy,
    Problem,
    Ratio,
    Reader,
)
from pipeline.secrecy.rules import complement
from pipeline.secrecy.suppress import suppress

LOWEST_THRESHOLD = 5  # the State's own rule for these persons; a pole may only raise it


def protect(
    aggregates: Aggregates,
    threshold: int = LOWEST_THRESHOLD,
    insiders: Iterable[str] = (),
) -> Figures:
    """Turn every aggregate into a figure that may be printed.

    `insiders` are the structures that must find out no more than the public: each knows its own.

    Values are rounded to the indicator's decimals here, so that no digit leaves that the page
    does not show. Raises ConfidentialityError when the threshold is under the legal floor, or
    when nothing that may be hidden protects somebody.
    """
    return print_with(
        aggregates, choose(problem_of(aggregates), policy_of(threshold, insiders)), threshold
    )


def policy_of(threshold: int, insiders: Iterable[str] = ()) -> Policy:
    """The policy in force. Raises ConfidentialityError under the legal floor."""
    if threshold < LOWEST_THRESHOLD:
        raise ConfidentialityError(
            f"Le seuil de secret demandé ({threshold}) est inférieur à {LOWEST_THRESHOLD} : "
            "il ne peut qu'être relevé. Corrigez [confidentialite] seuil dans pole.toml."
        )
    members = (Reader(structure, (("structure", structure),)) for structure in insiders)
    return Policy(threshold, readers=(PUBLIC, *members), rate_floor=SIGNIFICANT_DENOMINATOR)


def choose(problem: Problem, policy: Policy) -> Pattern:
    """What to hide; when nothing is safe, the message names the cells and the ways out."""
    try:
        return suppress(problem, policy)
    except NoSafePatternError as error:
        raise ConfidentialityError(
            f"Rien n'est écrit : des chiffres désigneraient quelqu'un. {error}"
        ) from error


def print_with(aggregates: Aggregates, pattern: Pattern, threshold: int) -> Figures:
    """The figures of an edition, once it is known what to hide."""
    cells = {
        name: _figure(cell, aggregates.indicators[name.indicator], pattern.hidden, threshold)
        for name, cell in aggregates.cells.items()
    }
    return Figures(aggregates.indicators, cells, aggregates.years, aggregates.perimeters, threshold)


def _figure(cell: Aggregate, head: Indicator, hidden: frozenset[Key], threshold: int) -> Figure:
    if head.numerator and head.denominator:
        return _ratio(cell, head, hidden)
    if cell.value is None:
        return Figure(cell.key, State.NOT_APPLICABLE)
    if cell.persons and cell.persons < threshold:
        return Figure(cell.key, State.HIDDEN)
    if counts_persons(head) and place(stem(head.id), cell.key).key in hidden:
        return Figure(cell.key, State.HIDDEN)
    return Figure(cell.key, State.VALUE, _rounded(cell.value, head), unknown=_unknown(cell))


def _ratio(cell: Aggregate, head: Indicator, hidden: frozenset[Key]) -> Figure:
    top, bottom = cell.numerator, cell.denominator
    if top is None or not bottom:
        return Figure(cell.key, State.NOT_APPLICABLE)
    if counts_persons(head):
        if cell.key.structure and bottom < SIGNIFICANT_DENOMINATOR:
            return Figure(cell.key, State.NOT_SIGNIFICANT)
        above, below = (place(str(m), cell.key).key for m in (head.numerator, head.denominator))
        rest = complement(Ratio(above, below))
        if not hidden.isdisjoint((above, below, rest)):
            return Figure(cell.key, State.HIDDEN)
    value = _rounded(top / bottom * (100 if head.is_share else 1), head)
    if cell.key.structure:
        return Figure(cell.key, State.VALUE, value)
    return Figure(cell.key, State.VALUE, value, top, bottom, _unknown(cell))


def _unknown(cell: Aggregate) -> int | None:
    """People whose answer is missing: told for the pole only, where it singles out nobody."""
    return None if cell.key.structure else cell.unknown


def _rounded(value: Decimal, head: Indicator) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-head.decimals), rounding=ROUND_HALF_UP)
