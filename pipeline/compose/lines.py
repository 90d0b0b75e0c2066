"""Counts of lines of files of persons: they are told roughly."""

from __future__ import annotations

from pipeline.french import NBSP, number
from pipeline.tallies import STEP, rounded


def about(count: int, step: int = STEP) -> str:
    """`≈ 12 300`; the few are not told apart."""
    if 0 < count < step:
        return f"<{NBSP}{step}"
    return f"≈{NBSP}{number(rounded(count, step))}" if count else number(count)
