"""publication.json: all that an edition makes public, for the audit and for outside checks.

One document holds "cells" (measure, dims, published, true…), "hierarchies", "tables",
"relations", "ratios", "subsets", "latent" and "insiders". It holds true values: it is private.
"""

from __future__ import annotations

from typing import Any

from pipeline.secrecy.cells import Cell, Key, Pattern, Policy, Problem, Status
from pipeline.secrecy.rules import completed, floor_of

MASK = "s"


def describe(problem: Problem, pattern: Pattern, policy: Policy) -> dict[str, Any]:
    """What readers see of a problem once the pattern hides what it must."""
    whole = completed(problem)
    hidden = pattern.hidden
    names = {name: f"c{rank}" for rank, name in enumerate(whole.cells)}
    return {
        "threshold": policy.threshold,
        "width": min(3, policy.threshold - 1),
        "zero_shown": policy.zeros_printed,
        "suppressed_min": 0,
        "cells": [
            _cell(cell, names[name], floor_of(cell, whole, policy), is_hidden=name in hidden)
            for name, cell in whole.cells.items()
        ],
        "relations": [
            {
                "terms": [[names[name], coefficient] for name, coefficient in link.terms],
                "op": link.op,
                "rhs": link.rhs,
                "why": link.why,
            }
            for link in whole.links
        ],
        "ratios": [
            {
                "num": names[ratio.top],
                "den": names[ratio.bottom],
                "published": _rounded(whole, ratio.top, ratio.bottom, ratio.scale, ratio.decimals),
                "decimals": ratio.decimals,
                "scale": ratio.scale,
            }
            for ratio in whole.ratios
            if ratio not in pattern.withheld
        ],
        "insiders": [
            {"name": reader.name, "dims": dict(reader.dims)}
            for reader in policy.readers
            if reader.dims
        ],
    }


def _cell(cell: Cell, name: str, floor: int, *, is_hidden: bool) -> dict[str, Any]:
    dims = dict(cell.key.dims) | ({"version": cell.key.vintage} if cell.key.vintage else {})
    shown: Any = MASK if is_hidden else cell.value
    raw: dict[str, Any] = {
        "id": name,
        "measure": cell.key.measure,
        "dims": dims,
        "published": "hidden" if cell.status is Status.UNPRINTED else shown,
        "true": cell.value,
    }
    raw |= {"kind": "real"} if cell.is_real else {}
    raw |= {} if cell.sensitive else {"sensitive": False}
    if cell.sensitive and cell.threshold is not None and not cell.is_real:
        raw["sensitive"] = 1 <= cell.value < cell.threshold
    raw |= {"low": floor} if is_hidden else {}
    raw |= {} if cell.high is None else {"high": cell.high}
    return raw


def _rounded(problem: Problem, top: Key, bottom: Key, scale: int, decimals: int) -> float:
    """Half goes up, as on the page."""
    unit = int(10**decimals)
    value, below = problem.cells[top].value * scale * unit, problem.cells[bottom].value
    return float((2 * value + below) // (2 * below)) / unit
