"""The scale of values: few round ticks, zero always on it, labels above light rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pipeline.charts import colours, style
from pipeline.charts.surface import Surface
from pipeline.french import number, quantity
from pipeline.model import Indicator

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10), Decimal(20), Decimal(50))
_FULL = Decimal(100)
_MOST = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from the lowest to the highest tick, laid from `start` to `end` mm."""

    ticks: tuple[Decimal, ...]
    start: float
    end: float

    def at(self, value: Decimal) -> float:
        """Place of a value in mm."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.start + float((value - low) / (high - low)) * (self.end - self.start)


def ticks(values: Iterable[Decimal], indicator: Indicator) -> tuple[Decimal, ...]:
    """Round ticks that hold zero and all the values, no finer than the figures themselves."""
    known = [Decimal(0), *values]
    low, high = min(known), max(known)
    if low == high:
        high = _FULL if indicator.is_share else Decimal(1)
    found = _tightest(low, high, Decimal(1).scaleb(-indicator.decimals))
    if indicator.is_share and high <= _FULL < found[-1]:
        return (*(tick for tick in found if tick < _FULL), _FULL)
    return found


def _tightest(low: Decimal, high: Decimal, finest: Decimal) -> tuple[Decimal, ...]:
    """The round ticks that waste the least room, at most five intervals, four if equal."""
    power = Decimal(1).scaleb((max(high - low, finest) / _MOST).adjusted())
    choices = []
    for step in (power * size for size in _STEPS):
        first = int((low / step).to_integral_value(ROUND_FLOOR))
        last = int((high / step).to_integral_value(ROUND_CEILING))
        if last - first <= _MOST and step % finest == 0:
            choices.append(tuple(step * i for i in range(first, last + 1)))
    return min(choices, key=lambda found: (found[-1] - found[0], abs(len(found) - _MOST)))


def tick_texts(scale: Scale, indicator: Indicator) -> tuple[str, ...]:
    """Labels of the ticks, lowest first; the unit is written once, on the highest."""
    decimals = max(max(0, -_exponent(tick)) for tick in scale.ticks)
    texts = [number(tick, decimals) for tick in scale.ticks]
    texts[-1] = quantity(scale.ticks[-1], indicator.unit, decimals)
    return tuple(style.clean(text) for text in texts)


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def inset(scale: Scale, indicator: Indicator) -> float:
    """Room in mm that the labels of the ticks (the highest aside) need on the left."""
    return max(style.text_width(text) for text in tick_texts(scale, indicator)[:-1]) + 2.0


def draw_rules(surface: Surface, scale: Scale, indicator: Indicator, right: float) -> None:
    """Rules from the left edge of the drawing, each under its label; zero is the darkest."""
    for tick, text in zip(scale.ticks, tick_texts(scale, indicator), strict=True):
        y = scale.at(tick)
        colour, weight = (colours.INK_SOFT, 0.7) if tick == 0 else (colours.RULE, 0.5)
        surface.line(((0.0, y), (right, y)), colour, weight)
        surface.text(0.0, y - 1.75, text, colour=colours.INK_SOFT)


def draw_columns(surface: Surface, names: tuple[str, ...], xs: list[float], y: float) -> None:
    """Names of the columns under the drawing, the last in ink; some are left out if crowded."""
    widths = [style.text_width(style.clean(name)) for name in names]
    pitch = xs[1] - xs[0] if len(xs) > 1 else surface.width
    every = max(1, -(-int((max(widths) + 2.0) * 100) // max(int(pitch * 100), 1)))
    last = len(names) - 1
    for i, (name, x) in enumerate(zip(names, xs, strict=True)):
        if (last - i) % every == 0:
            colour = colours.INK if i == last else colours.INK_SOFT
            surface.text(x, y, name, colour=colour, align="centre")
