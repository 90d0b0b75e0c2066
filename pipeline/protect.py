"""protect: aggregates → figures. The only door to paper, and it fails closed.

A count of persons from 1 to threshold − 1 is hidden, and so is whatever would narrow it down:
`protecting/linking.py` says what ties the counts of all tables and years, `secrecy` chooses what to
hide. A true zero stays a zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from pipeline.editions.ledger import Publication
from pipeline.errors import ConfidentialityError
from pipeline.model import (
    LOWEST_THRESHOLD,
    Aggregate,
    Aggregates,
    CellKey,
    Figure,
    Figures,
    Indicator,
    State,
)
from pipeline.protecting.answers import all_unsaid, without_answer
from pipeline.protecting.coarser import coarser
from pipeline.protecting.frozen import frozen
from pipeline.protecting.linking import problem_of
from pipeline.protecting.merging import telling
from pipeline.protecting.persons import rate_floor
from pipeline.protecting.reasons import RATE, reasons_of
from pipeline.protecting.refused import codes_of, refused, withdrawal
from pipeline.protecting.ways import ways_out
from pipeline.secrecy.cells import (
    PUBLIC,
    Key,
    NoSafePatternError,
    Pattern,
    Policy,
    Reader,
)
from pipeline.secrecy.suppress import suppress

PATIENCE = 4  # tables that may go up in a row without protecting anything more: each takes a choice


def protect(
    aggregates: Aggregates,
    threshold: int = LOWEST_THRESHOLD,
    insiders: Iterable[str] = (),
    agreed: frozenset[str] | None = None,
    published: Sequence[Publication] = (),
) -> Figures:
    """Turn every aggregate into a figure that may be printed.

    `insiders` are the structures that must find out no more than the public, each knowing its
    own; `agreed` those whose amounts may be shown (None: all); `published` the editions already
    out, whose masks are kept wherever they can. Values are rounded to the indicator's decimals
    here, so that no digit leaves that the page does not show. Raises ConfidentialityError when
    the threshold is under the legal floor, or when nothing that may be hidden protects somebody.
    """
    policy = policy_of(threshold, insiders)
    told, pattern, unsafe = choose_beside(aggregates, policy, agreed, published)
    figures = print_with(told, pattern, threshold)
    return replace(figures, is_strict=len(policy.readers) > 1, agreed=agreed, unsafe=unsafe)


def policy_of(threshold: int, insiders: Iterable[str] = ()) -> Policy:
    """The policy in force. Raises ConfidentialityError under the legal floor."""
    if threshold < LOWEST_THRESHOLD:
        raise ConfidentialityError(
            f"Le seuil de secret demandé ({threshold}) est inférieur à {LOWEST_THRESHOLD} : "
            "il ne peut qu'être relevé. Corrigez [confidentialite] seuil dans pole.toml."
        )
    members = (Reader(structure, (("structure", structure),)) for structure in insiders)
    return Policy(threshold, readers=(PUBLIC, *members), rate_floor=rate_floor(threshold))


def choose_beside(
    aggregates: Aggregates,
    policy: Policy,
    agreed: frozenset[str] | None,
    published: Sequence[Publication],
) -> tuple[Aggregates, Pattern, str]:
    """What is told of them and what to hide there, with what is out left as it is.

    Tables that open go up, level by level, as long as no mask is safe. When none is left, or when
    several in a row protect nothing more, what to hide is chosen as if nothing were out, with what
    nothing protects beside it and the ways out.
    The audit of the final files, which reads the earlier editions too, has the last word.
    """
    unsafe, heads = "", aggregates.indicators
    aggregates = telling(aggregates, aggregates.told)
    settled = frozen(aggregates, published)
    told: Aggregates | None = aggregates
    blocked, in_vain = frozenset[Key](), 0
    while told and in_vain < PATIENCE:
        try:
            beside = problem_of(told, policy.threshold, agreed, settled)
            return told, suppress(beside, policy), ""
        except NoSafePatternError as error:
            codes = codes_of(error, heads)
            unsafe = "\n".join((refused(error, heads), *withdrawal(codes)))
            told = coarser(told, error.cells, published)
            in_vain = in_vain + 1 if blocked == set(error.cells) else 0
            blocked = frozenset(error.cells)
    return aggregates, choose(aggregates, policy, agreed), unsafe


def choose(aggregates: Aggregates, policy: Policy, agreed: frozenset[str] | None) -> Pattern:
    """What to hide as if nothing were out; the message names the cells and the ways out."""
    try:
        return suppress(problem_of(aggregates, policy.threshold, agreed), policy)
    except NoSafePatternError as error:
        told = (
            "Rien n'est écrit : aucun masque ne protège ces petits effectifs.",
            refused(error, aggregates.indicators),
            *ways_out(aggregates, policy, agreed, error),
            "Le rapport précédent est intact.",
        )
        raise ConfidentialityError("\n".join(told)) from error


def print_with(aggregates: Aggregates, pattern: Pattern, threshold: int) -> Figures:
    """The figures of an edition, once it is known what to hide."""
    heads = aggregates.indicators
    reasons = reasons_of(aggregates, pattern, threshold)
    unsaid = all_unsaid(aggregates, reasons)
    cells = {
        name: _figure(without_answer(aggregates.cells[name], unsaid), heads[name.indicator], why)
        for name, why in reasons.items()
    }
    masks = Counter(why for why in reasons.values() if why)
    cells = _with_shares(cells, heads)
    return Figures(
        heads, cells, aggregates.years, aggregates.perimeters, threshold,
        aggregates.thresholds, masks, told=aggregates.told,
    )  # fmt: skip


def _with_shares(
    cells: Mapping[CellKey, Figure], heads: Mapping[str, Indicator]
) -> dict[CellKey, Figure]:
    """Each gap with the share that it is measured from: it moves as that share does."""
    shares = {key: replace(key, indicator=heads[key.indicator].gap_of) for key in cells}
    return {key: replace(one, share=cells.get(shares[key])) for key, one in cells.items()}


def _figure(cell: Aggregate, head: Indicator, why: str) -> Figure:
    if why:
        return Figure(cell.key, State.NOT_SIGNIFICANT if why == RATE else State.HIDDEN)
    if head.ratio:
        return _ratio(cell, head)
    if cell.value is None:
        return Figure(cell.key, State.NOT_APPLICABLE)
    return Figure(cell.key, State.VALUE, _rounded(cell.value, head), unknown=_unknown(cell))


def _ratio(cell: Aggregate, head: Indicator) -> Figure:
    top, bottom = cell.numerator, cell.denominator
    if top is None or not bottom:
        return Figure(cell.key, State.NOT_APPLICABLE)
    value = _rounded(top / bottom * (100 if head.is_share else 1), head)
    if cell.key.structure:
        return Figure(cell.key, State.VALUE, value)
    return Figure(cell.key, State.VALUE, value, top, bottom, _unknown(cell))


def _unknown(cell: Aggregate) -> int | None:
    """People whose answer is missing: told for the pole only, where it singles out nobody."""
    return None if cell.key.structure else cell.unknown


def _rounded(value: Decimal, head: Indicator) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-head.decimals), rounding=ROUND_HALF_UP)
