"""How two printed values compare, by written rules. Pure: this module is the whole rule.

Noise is the size under which a change says nothing, however it looks:

- a count n varies by about √n without any cause, and 2 % of it is never worth a word;
- a share p of d persons varies by about √(p(1 − p)/d), and less than one point is not told;
- the gap of such a share to what was planned varies as the share does;
- for any other quantity (hours, tonnes, euros), 2 % of the value before.

A change is large beyond the pole's `Attention` and twice the noise. A target is near from 95 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pipeline.french import POINTS, number, quantity
from pipeline.model import Figure, Indicator, Target
from pipeline.proof import marks

LEAST_POINTS = Decimal(1)
LEAST_PART = Decimal("0.02")
SMALL_BASE = 20  # under it, a change is told as a difference: a percentage would exaggerate
NEAR = Decimal("0.95")
LARGE_NOISE = 2
COUNTED = frozenset({"pers.", "nb", "passages"})  # units that count persons or things one by one


@dataclass(frozen=True, slots=True)
class Attention:
    """From what size the pole wants a word, as set in `[comparaison]` of pole.toml."""

    unknown_percent: int = 20
    change_percent: int = 25
    change_points: int = 10


USUAL_ATTENTION = Attention()


class Trend(StrEnum):
    """Direction of a change, noise apart."""

    UP = "en hausse"
    STABLE = "stable"  # printed with the same digits
    UNCLEAR = "non concluant"  # within the noise
    DOWN = "en baisse"


class Verdict(StrEnum):
    """Where a figure stands against its target."""

    REACHED = "atteint"
    NEAR = "proche"
    MISSED = "non atteint"
    NONE = "sans objectif"


@dataclass(frozen=True, slots=True)
class Change:
    """Difference between two printed values; `text` is signed (`+5 pts`, `+9 %`) or says the trend.

    `noise` is the threshold below which nothing is concluded, in the indicator's unit (points for
    a share); `is_large` says that it asks for a sentence of the coordinator.
    """

    trend: Trend
    text: str
    noise: Decimal
    is_large: bool = False


def change(
    head: Indicator, before: Figure, after: Figure, *, attention: Attention = USUAL_ATTENTION
) -> Change | None:
    """The change between two figures, None unless both are printed and the series unbroken."""
    if before.value is None or after.value is None:
        return None
    if head.is_broken(before.key.year, after.key.year):
        return None
    gap, noise = after.value - before.value, _noise(head, before, before.value)
    if not gap or abs(gap) < noise:
        is_same = number(before.value, head.decimals) == number(after.value, head.decimals)
        calm = Trend.STABLE if is_same else Trend.UNCLEAR
        return Change(calm, calm.value, noise)
    trend = Trend.UP if gap > 0 else Trend.DOWN
    large = abs(gap) >= max(_large(head, before.value, attention), LARGE_NOISE * noise)
    text = marks.of_figures(_signed(head, before.value, gap), before, after)
    return Change(trend, text, noise, large)


def _noise(head: Indicator, before: Figure, value: Decimal) -> Decimal:
    if head.is_share:
        return max(LEAST_POINTS, _share_noise(head, before, value))
    if head.unit == POINTS:
        return max(LEAST_POINTS, _gap_noise(head, before.share))
    least = abs(value) * LEAST_PART
    is_count = head.unit in COUNTED and not head.numerator
    return max(max(value, Decimal(1)).sqrt(), least) if is_count else least


def _gap_noise(head: Indicator, share: Figure | None) -> Decimal:
    if share is None or share.value is None:
        return Decimal(0)
    return _share_noise(head, share, share.value)


def _share_noise(head: Indicator, before: Figure, percent: Decimal) -> Decimal:
    """In points; 0 for a share of tonnes or euros, and where the denominator is not printed."""
    if not (head.sensitivity and before.denominator):
        return Decimal(0)
    share = min(max(percent / 100, Decimal(0)), Decimal(1))
    return 100 * (share * (1 - share) / before.denominator).sqrt()


def _large(head: Indicator, value: Decimal, attention: Attention) -> Decimal:
    if head.is_share:
        return Decimal(attention.change_points)
    return abs(value) * attention.change_percent / 100


def _signed(head: Indicator, before: Decimal, gap: Decimal) -> str:
    """In points for a share, in per cent from `SMALL_BASE`, else as a difference."""
    if head.is_share:
        return quantity(gap, POINTS, head.decimals, signed=True)
    if before < SMALL_BASE:
        unit = "" if head.unit in COUNTED else head.unit
        return quantity(gap, unit, head.decimals, signed=True)
    return quantity(gap / before * 100, "%", signed=True)


def verdict(head: Indicator, figure: Figure, target: Target | None) -> Verdict:
    """Reached, near or missed, in the direction in which the indicator is better."""
    if target is None or figure.value is None or not target.value:
        return Verdict.NONE
    share = figure.value / target.value
    if head.direction == "baisse":
        share = target.value / figure.value if figure.value else Decimal(1)
    if share >= 1:
        return Verdict.REACHED
    return Verdict.NEAR if share >= NEAR else Verdict.MISSED


def unknown_part(figure: Figure) -> Decimal | None:
    """Persons whose answer is missing, in per cent of all; None when that is not printed."""
    if figure.unknown is None or figure.denominator is None:
        return None
    everybody = figure.unknown + figure.denominator
    return figure.unknown / everybody * 100 if everybody else None
