"""`make bench`: what the disclosure control leaves deducible, what it hides, what it takes.

`python -m pipeline.bench.secrecy 1000` judges a thousand histories, for the public first, and
takes up where it was stopped: see `build/histoires.jsonl`.
"""

from __future__ import annotations

import gc
import sys
import time
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from statistics import median

from pipeline.bench.poles import HARD
from pipeline.bench.record import judged
from pipeline.french import number
from pipeline.secrecy.audit import audit
from pipeline.secrecy.cells import Policy
from pipeline.secrecy.publication import describe
from pipeline.secrecy.suppress import suppress
from pipeline.secrecy.synthetic import Size, history

HISTORIES, SEEDS, PASSES, STEP = 20, 12, 3, 50
RECORD = Path("build") / "histoires.jsonl"
PROVEN, EFFORT = 24, 20_000  # instances tried, solver calls a piece
SAFE, AUDITED, GAP = 1, 5, 5  # seconds, seconds, per cent: what it should stay under


def main() -> None:
    """Print the measures; with an argument, only that many histories."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else HISTORIES
    if len(sys.argv) == 1:
        _say(_speed())
        _say(_optimum())
    for is_strict in (False, True):
        _say(_histories(count, is_strict=is_strict))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _histories(count: int, *, is_strict: bool) -> str:
    """Judge them, telling every fifty where it stands."""
    found, start, done = Counter[str](), time.process_time(), 0
    for one in judged(RECORD, count, is_strict=is_strict):
        found += one.tally
        done += 1
        if one.tally["déductions"]:
            _say(f"Histoire {one.seed} : {one.tally['déductions']} effectifs déduits.")
        if not done % STEP and done < count:
            _say(told(done, found, is_strict=is_strict))
    seconds = number(Decimal(time.process_time() - start), 0)
    return f"{told(done, found, is_strict=is_strict)} ({seconds} s de processeur)"


def told(count: int, found: Counter[str], *, is_strict: bool) -> str:
    """What the histories add up to."""
    who = "public et chaque structure" if is_strict else "public"
    share = Decimal(100 * found["masquées"]) / found["cases"]
    cases = ", ".join(f"{name} {number(Decimal(found[name]))}" for name in HARD)
    return (
        f"{number(Decimal(count))} histoires, {number(Decimal(found['éditions']))} éditions, "
        f"lecteurs : {who} : {found['déductions']} effectif déduit sur "
        f"{number(Decimal(found['jugées']))} jugés (but : 0) ; révisions retenues : "
        f"{found['non révisées']} éditions ; cases masquées : {number(share, 0)} %. "
        f"Cas difficiles : {cases}."
    )


def _speed() -> str:
    """Twelve linked tables, five years, eight structures, up to six categories.

    The best of some passes: a machine that does something else meanwhile takes up to twice as long.
    """
    gc.disable()  # as every command that chooses a mask does
    masks, audits = [], []
    for seed in range(SEEDS):
        problem, policy = history(seed, Size(people=(150, 300, 800)[seed % 3])), Policy()
        masks.append(min(_took(suppress, problem, policy) for _ in range(PASSES)))
        printed = describe(problem, suppress(problem, policy), policy)
        audits.append(min(_took(audit, printed) for _ in range(PASSES)))
    gc.enable()
    return (
        f"12 tables liées × 5 ans × 8 structures, {SEEDS} pôles, le meilleur de {PASSES} "
        f"passages : masque {_seconds(median(masks))} d'ordinaire, {_seconds(max(masks))} au plus "
        f"(but : sous {SAFE} s), audit {_seconds(max(audits))} (sous {AUDITED} s)."
    )


def _took(work: Callable[..., object], *what: object) -> float:
    start = time.perf_counter()
    work(*what)
    return time.perf_counter() - start


def _seconds(value: float) -> str:
    return f"{number(Decimal(value), 2)} s"


def _optimum() -> str:
    """Where the optimum is proven, how much more is hidden without looking for it."""
    gaps = []
    for seed in range(PROVEN):
        problem = history(seed, Size((150, 300, 800)[seed % 3], tables=3, years=1))
        best = suppress(problem, Policy(effort=EFFORT))
        if best.cost and best.gap < 0.001:
            gaps.append(100 * (suppress(problem, Policy()).cost / best.cost - 1))
    near = sum(gap <= GAP for gap in gaps)
    return (
        f"Optimum prouvé pour {len(gaps)} pôles sur {PROVEN} : {near} à moins de {GAP} %, "
        f"{number(Decimal(sum(gaps) / len(gaps)), 1)} % en moyenne, "
        f"{number(Decimal(max(gaps)), 1)} % au plus."
    )


if __name__ == "__main__":
    main()
