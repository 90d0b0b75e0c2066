"""What a reader of the trade adds to the sums, read from the heads for the audit alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from pipeline.model import Indicator
from pipeline.protecting.persons import TWICE
from pipeline.protecting.relations import holding, read_crossing
from pipeline.published.links import Known, Spot, Truth


def with_others(
    truth: Truth, heads: Mapping[str, Indicator], revised: Collection[tuple[str, int]] = ()
) -> dict[Spot, int]:
    """The true counts, with those of a whole who are in none of its declared parts."""
    others = {}
    for known in known_crossings(truth, heads, revised, with_rest=False):
        if known.op == "<":
            *parts, (whole, _) = known.terms
            others[_others(known)] = truth[whole] - sum(truth[part] for part, _ in parts)
    return dict(truth) | others


def known_crossings(
    truth: Truth,
    heads: Mapping[str, Indicator],
    revised: Collection[tuple[str, int]] = (),
    *,
    with_rest: bool = True,
) -> Iterator[Known]:
    """Each crossing at each place where all of its counts exist and where it is true.

    `revised` are the measures that an edition already out told otherwise, with their years.
    """
    written = {text for head in heads.values() if head.sensitivity for text in head.crossings}
    made: set[frozenset[Spot]] = set()  # of a whole in two parts, each with it
    for text in sorted(written, key=lambda text: ("<" in text, text)):
        crossing = read_crossing(text)
        for year, structure in sorted({(spot.year, spot.structure) for spot in truth}):
            terms = tuple(
                (
                    Spot(
                        TWICE * term.is_twice + term.measure,
                        year - 1 if term.is_before else year,
                        structure,
                        term.category,
                    ),
                    sign,
                )
                for sign, side in ((1, crossing.parts), (-1, (crossing.whole,)))
                for term in side
            )
            known = Known(terms, holding(crossing, year, revised), text)
            told = [spot for spot, _ in terms]
            if _is_true(known, truth) and frozenset(told) not in made:
                if known.op == "=" and len(told) == 3:
                    made |= {frozenset((told[0], told[2])), frozenset((told[1], told[2]))}
                yield _completed(known) if with_rest and known.op == "<" else known


def _is_true(known: Known, truth: Truth) -> bool:
    if any(spot not in truth for spot, _ in known.terms):
        return False
    more = sum(truth[spot] * sign for spot, sign in known.terms)
    return more == 0 if known.op == "=" else more <= 0


def _others(known: Known) -> Spot:
    *parts, (whole, _) = known.terms
    return whole._replace(measure=" − ".join((whole.measure, *(p.measure for p, _ in parts))))


def _completed(known: Known) -> Known:
    return known._replace(terms=(*known.terms, (_others(known), 1)), op="=")
