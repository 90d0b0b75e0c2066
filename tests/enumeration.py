"""Every table that a publication allows, one after the other: the slow judge of small cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.secrecy.cells import Key, Link


def solutions(
    hidden: Mapping[Key, tuple[int, int]], links: tuple[Link, ...], known: dict[Key, int]
) -> Iterator[dict[Key, int]]:
    """Every way to fill the hidden cells that the links allow."""
    for link in links:
        unknown = [(name, share) for name, share in link.terms if name not in known]
        if len(unknown) > 1:
            continue
        left = link.rhs - sum(known[n] * share for n, share in link.terms if n in known)
        if not unknown:
            if left:
                return
            continue
        ((name, share),) = unknown
        value, rest = divmod(left, share)
        low, high = hidden[name]
        if rest or not low <= value <= high:
            return
        yield from solutions(hidden, links, {**known, name: value})
        return
    free = [name for name in hidden if name not in known]
    if not free:
        yield known
        return
    for value in range(hidden[free[0]][0], hidden[free[0]][1] + 1):
        yield from solutions(hidden, links, {**known, free[0]: value})
