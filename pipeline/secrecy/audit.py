"""audit: what each reader can work out of a publication, judged cell by cell.

Independent of the choice of what to hide: it starts from the description of what the files
show (see `publication.py` for its format) and shares with it nothing but the solver.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from pipeline.secrecy.facts import Fact, Facts, expand, label
from pipeline.secrecy.reading import Description
from pipeline.secrecy.tables import Interval, Tables


@dataclass(frozen=True, slots=True)
class Finding:
    """A disclosure: `kind` is "imprimé", "déduit" (interval too narrow) or "petit groupe"."""

    reader: str
    kind: str
    cells: tuple[str, ...]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Report:
    """Every judged cell, and what must not be published. Private: it holds small counts."""

    intervals: tuple[Interval, ...]
    findings: tuple[Finding, ...]


def audit(
    description: Description,
    *,
    insiders: bool = True,
    among: Collection[str] | None = None,
    exact: bool = False,
) -> Report:
    """Judge a publication for the public and, unless told otherwise, each insider.

    Insiders are asked about all cells, or about those whose ids are `among` some: quicker, and
    not the whole. Stops looking at a cell once it is proven wide enough; with `exact`, looks for
    the two ends of every hidden or implied cell. Raises ValueError on contradictory publications.
    """
    facts = expand(description)
    readers: list[tuple[str, dict[int, int]]] = [("public", {})]
    for one in description.get("insiders", ()) if insiders else ():
        dims = {(d, str(v)) for d, v in one["dims"].items()}
        own = {i: cell for i, cell in enumerate(facts.cells) if dims <= set(cell.name[1])}
        readers.append(
            (one["name"], {i: int(c.true) for i, c in own.items() if c.true is not None})
        )
    threshold, width = description.get("threshold", 5), description.get("width", 3)
    intervals: list[Interval] = []
    findings = [
        Finding("public", "imprimé", (label(fact.name),), int(fact.low), int(fact.low))
        for fact in facts.cells
        if fact.is_printed and _is_small(fact, threshold)
    ]
    met: set[tuple[int, ...]] = set()
    asked = None if among is None else {facts.ids[name] for name in among if name in facts.ids}
    for reader, known in readers:
        for part in _parts(facts, known):
            if tuple(part) in met:
                continue  # nothing there is theirs: what the public deduces is judged already
            met |= set() if known else {tuple(part)}
            judged = [
                i
                for i in part
                if asked is None or i in asked or not known
                if exact
                or (_is_judged(facts.cells[i], threshold) and not _is_theirs(facts, known, i))
            ]
            if not judged:
                continue
            found = Tables(facts, known, part)
            if not exact:
                found.spread(judged, width)
            for i in judged:
                interval = found.interval(reader, i, None if exact else width)
                intervals.append(interval)
                if _is_leak(facts.cells[i], interval, threshold, width):
                    findings.append(
                        Finding(reader, "déduit", (interval.cell,), interval.low, interval.high)
                    )
        findings += _groups(facts, reader, known, threshold)
    return Report(tuple(intervals), tuple(findings))


def _is_small(fact: Fact, threshold: int) -> bool:
    if fact.sensitive is not None:
        return fact.sensitive
    return fact.true is not None and not fact.is_real and 1 <= fact.true < threshold


def _is_judged(fact: Fact, threshold: int) -> bool:
    return _is_small(fact, threshold) or (fact.true is None and fact.sensitive is not False)


def _is_leak(fact: Fact, interval: Interval, threshold: int, width: int) -> bool:
    is_narrow = interval.high - interval.low < width
    if fact.true is not None or fact.sensitive:
        return is_narrow and _is_small(fact, threshold)
    return is_narrow and fact.sensitive is None and 1 <= interval.low <= interval.high < threshold


def _is_theirs(facts: Facts, known: Mapping[int, int], rank: int) -> bool:
    """Whether an insider knows everybody in this cell: they are its own people."""
    dims = set(facts.cells[rank].name[1])
    groups = [
        sum(
            known[i]
            for i, c in row.terms.items()
            if i in known and c != row.terms[rank] and dims < set(facts.cells[i].name[1])
        )
        for row in facts.rows_of([rank])
        if row.sum == 0
    ]
    return any(people and people == facts.cells[rank].true for people in groups)


def _is_known(fact: Fact, rank: int, known: Mapping[int, int]) -> bool:
    return rank in known or fact.low == fact.high


def _parts(facts: Facts, known: Mapping[int, int]) -> Iterator[list[int]]:
    """The unknown cells, in groups that no row ties together."""
    near: dict[int, list[int]] = {
        i: [] for i, fact in enumerate(facts.cells) if not _is_known(fact, i, known)
    }
    for row in facts.rows:
        own = [i for i in row.terms if i in near]
        for i in own[1:]:
            near[own[0]].append(i)
            near[i].append(own[0])
    seen: set[int] = set()
    for start in near:
        if start in seen:
            continue
        group, waiting = [], [start]
        seen.add(start)
        while waiting:
            i = waiting.pop()
            group.append(i)
            fresh = [j for j in dict.fromkeys(near[i]) if j not in seen]
            seen.update(fresh)
            waiting += fresh
        yield sorted(group)


def _groups(
    facts: Facts, reader: str, known: Mapping[int, int], threshold: int
) -> Iterator[Finding]:
    """Hidden cells of one line whose sum is known and small."""
    for row in facts.rows:
        own = [i for i in row.terms if not _is_known(facts.cells[i], i, known)]
        signs = {row.terms[i] for i in own}
        if len(own) < 2 or len(signs) != 1 or row.sum is None:
            continue
        if any(facts.cells[i].is_real or facts.cells[i].sensitive is False for i in own):
            continue
        rest = sum(
            c * known.get(i, facts.cells[i].low) for i, c in row.terms.items() if i not in own
        )
        size = Fraction(row.sum - rest) / signs.pop()
        if 1 <= size < threshold:
            names = tuple(label(facts.cells[i].name) for i in own)
            yield Finding(reader, "petit groupe", names, int(size), int(size))
