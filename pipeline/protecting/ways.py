"""What would let out an edition that no mask makes safe: tried before it is advised."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress as suppressing
from dataclasses import replace

from pipeline.model import WITHDRAWN, Aggregates
from pipeline.protecting.linking import problem_of
from pipeline.protecting.merging import telling
from pipeline.protecting.refused import codes_of, withdrawal
from pipeline.secrecy.cells import PUBLIC, NoSafePatternError, Policy
from pipeline.secrecy.suppress import suppress

TRIES = 4  # each takes a choice
ONLY_MEMBERS = (
    "Ce sont les structures membres qui déduiraient ces effectifs des leurs : elles sont trop peu "
    "nombreuses dans ces tableaux. Sans strict = true sous [confidentialite], dans pole.toml, le "
    "secret est assuré pour le public (essayé) ; la commande dit alors ce qu'une structure "
    "pourrait déduire."
)


def ways_out(
    aggregates: Aggregates,
    policy: Policy,
    agreed: frozenset[str] | None,
    error: NoSafePatternError,
) -> Iterator[str]:
    """What to write in pole.toml, and whether it is enough.

    What nothing protects is withdrawn, then what nothing protects once it is, as long as there is
    more to withdraw. Where that is not enough and only the members are in the way, it says so.
    """
    heads, gone = aggregates.indicators, set[str]()
    for _ in range(TRIES):
        more = codes_of(error, heads) - gone
        if not more:
            break
        gone |= more
        try:
            _choose(_without(aggregates, gone), policy, agreed)
        except NoSafePatternError as again:
            error = again
        else:
            yield from withdrawal(gone)
            yield "Essayé : le secret est alors assuré."
            return
    if gone:
        yield f"Essayé : ne plus imprimer {', '.join(sorted(gone))} ne suffit pas."
    if len(policy.readers) > 1:
        with suppressing(NoSafePatternError):
            _choose(aggregates, replace(policy, readers=(PUBLIC,)), agreed)
            yield ONLY_MEMBERS


def _without(aggregates: Aggregates, codes: Collection[str]) -> Aggregates:
    heads = {
        name: replace(head, kept=WITHDRAWN) if head.code in codes else head
        for name, head in aggregates.indicators.items()
    }
    return telling(replace(aggregates, indicators=heads), aggregates.told)


def _choose(aggregates: Aggregates, policy: Policy, agreed: frozenset[str] | None) -> None:
    suppress(problem_of(aggregates, policy.threshold, agreed), policy)
