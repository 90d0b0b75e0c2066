"""The judged histories, one JSON line each: a long run that is stopped loses none of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.bench.histories import judge

CODE = Path(__file__).parents[1]
JUDGED_BY = ("secrecy/*.py", "bench/poles.py", "bench/histories.py")


class Judged(NamedTuple):
    """One history, and what was counted in it."""

    seed: int
    tally: Counter[str]


def judged(path: Path, count: int, *, is_strict: bool) -> Iterator[Judged]:
    """The first `count` histories, read from the record where this very code judged them."""
    code, mode = fingerprint(), "strict" if is_strict else "public"
    known = {
        line["seed"]: Counter[str](line["tally"])
        for line in _lines(path)
        if (line["code"], line["mode"]) == (code, mode)
    }
    for seed in range(count):
        if seed not in known:
            known[seed] = judge(seed, is_strict=is_strict)
            line = {"seed": seed, "mode": mode, "code": code, "tally": known[seed]}
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as record:
                record.write("\n" + json.dumps(line, ensure_ascii=False))  # ends one that was cut
        yield Judged(seed, known[seed])


def fingerprint() -> str:
    """The code that chooses, prints and judges: what another one found is not taken up."""
    files = sorted(path for pattern in JUDGED_BY for path in CODE.glob(pattern))
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """Those that are whole: the last one is not, when the run was cut while writing it."""
    if not path.exists():
        return
    for text in path.read_text(encoding="utf-8").splitlines():
        try:
            yield json.loads(text)
        except json.JSONDecodeError:
            continue
