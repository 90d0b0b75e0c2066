"""Invented histories, published edition after edition, then judged on what they print.

The audit judges them on a description of the printed tables made here, from the tables alone:
neither the links nor the cells of the control are in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.bench.poles import YEARS, Pole, hard_cases, pole, tables
from pipeline.secrecy.audit import audit
from pipeline.secrecy.cells import PUBLIC, Key, NoSafePatternError, Policy, Problem, Ratio, Reader
from pipeline.secrecy.facts import label
from pipeline.secrecy.suppress import suppress
from pipeline.secrecy.vintages import freeze, latest, restate

MASK = "s"
Texts = Mapping[int, Mapping[Key, Any]]  # edition → what is printed of each count
Tally = Counter[str]


def publish(pole: Pole, policy: Policy) -> tuple[Texts, Tally]:
    """What each edition prints, the earlier ones being out.

    When what it says again would be unsafe, the year before stays as first published.
    """
    out, shown, tally = Problem({}), {}, Counter[str]()
    for edition in YEARS:
        now = tables(pole, edition)
        try:
            joint = restate(out, now, str(edition))
            pattern = suppress(joint, policy)
        except NoSafePatternError:
            tally["non révisées"] += 1
            now = tables(pole, edition, says_again=False)
            joint = restate(out, now, str(edition))
            pattern = suppress(joint, policy)
        names = latest(joint)
        texts: dict[Key, Any] = {
            name: MASK if names[name] in pattern.hidden else cell.value
            for name, cell in now.cells.items()
        }
        shown[edition] = texts
        out = freeze(joint, pattern)
        tally += Counter(cases=len(texts), masquées=list(texts.values()).count(MASK))
    return shown, tally


def described(pole: Pole, shown: Texts) -> dict[str, Any]:
    """The printed tables as a reader holds them all, who also knows the late and the corrected."""
    trees = {f"v{v}": list(map(str, range(height))) for v, height in enumerate(pole.heights)}
    found: dict[str, Any] = {
        "suppressed_min": 1, "hierarchies": {"s": list(pole.structures), **trees},
        "cells": [], "relations": [], "ratios": [],
        "insiders": [{"name": s, "dims": {"s": s}} for s in pole.structures],
    }  # fmt: skip
    seen: dict[Key, tuple[dict[str, Any], int]] = {}
    for edition, texts in shown.items():
        true = tables(pole, edition)
        for name, text in texts.items():
            value = true.cells[name].value
            here = _at(name, edition)
            found["cells"].append({**here, "published": text, "true": value})
            if name in seen:
                _tie(found, here, value, *seen[name])
            seen[name] = here, value
        found["cells"] += _absent(pole, edition, texts)
        found["ratios"] += _shares(true.ratios, edition, texts)
    return found


def _shares(
    ratios: tuple[Ratio, ...], edition: int, texts: Mapping[Key, Any]
) -> Iterator[dict[str, Any]]:
    """Those of the first variable, printed where both counts are."""
    for ratio in ratios:
        top, bottom = texts.get(ratio.top, MASK), texts.get(ratio.bottom, MASK)
        if MASK not in (top, bottom) and bottom >= 10:
            ends = {"num": _at(ratio.top, edition), "den": _at(ratio.bottom, edition)}
            share = (200 * top + bottom) // (2 * bottom)  # half goes up, as on the page
            yield {**ends, "scale": 100, "published": share}


def _at(name: Key, edition: int) -> dict[str, Any]:
    return {"measure": "personnes", "dims": {**dict(name.dims), "edition": str(edition)}}


def _tie(
    found: dict[str, Any],
    here: dict[str, Any],
    value: int,
    before: dict[str, Any],
    old: int,
) -> None:
    """A count said again: the same, or with people more or fewer, who are a count too."""
    terms = [[here, 1], [before, -1]]
    if value != old:
        sign = 1 if value > old else -1
        dims = {"chez" if d == "s" else f"trait {d}": v for d, v in here["dims"].items()}
        more = {} if any(d.startswith("v") for d in here["dims"]) else {"sensitive": False}
        cell = {"measure": "révisées", "dims": dims, "published": "hidden", **more}
        found["cells"].append({**cell, "true": abs(value - old)})
        terms.append([cell, -sign])
    found["relations"].append({"terms": terms})


def _absent(pole: Pole, edition: int, texts: Mapping[Key, Any]) -> Iterator[dict[str, Any]]:
    """Structures that were not there have zeros."""
    lines = [name for name in texts if "s" not in dict(name.dims)]
    for name in lines:
        for structure in pole.structures:
            own = Key("personnes", tuple(sorted((*name.dims, ("s", structure)))))
            if own not in texts:
                yield {**_at(own, edition), "published": 0, "true": 0}


def _owners(description: Mapping[str, Any]) -> dict[str, set[str]]:
    """Whose people each revised count holds: they are nothing new to their own structure."""
    late = [cell["dims"] for cell in description["cells"] if cell["measure"] == "révisées"]
    owners: dict[str, set[str]] = {}
    for dims in late:
        whole = {name: value for name, value in dims.items() if name != "chez"}
        for own in (dims, whole) if "chez" in dims else ():
            name = label(("révisées", tuple(sorted(own.items()))))
            owners.setdefault(name, set()).add(dims["chez"])
    return owners


def judge(seed: int, *, is_strict: bool) -> Tally:
    """One history: what any single reader deduces, over all its editions together."""
    one = pole(seed)
    insiders = tuple(Reader(s, (("s", s),)) for s in one.structures) if is_strict else ()
    shown, tally = publish(one, Policy(readers=(PUBLIC, *insiders)))
    description = described(one, shown)
    report, owners = audit(description, insiders=is_strict), _owners(description)
    found = [f for f in report.findings if owners.get(f.cells[0]) != {f.reader}]
    tally["éditions"] += len(YEARS)
    tally["déductions"] += len(found)
    tally["jugées"] += len(report.intervals)
    return tally + hard_cases(one)
