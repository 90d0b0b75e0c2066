"""The colours of the drawings: those of one theme, and in a matrix the one that its number implies.

How colours are made of a theme and of a share of the greatest value is the charts' own; what goes
in is what is printed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from functools import cache

from pipeline.charts.colours import THEMES, intensity, line_colours, ramp
from pipeline.published.ink import INK, SOFT, WHITE, Kind, Sketch
from pipeline.published.seen import step

MOST = 12  # parts that a whole is divided into
WIDE = 100  # the least value that a square may have no room for
RANKS = 4  # lines before their colours come again
Squares = Sequence[tuple[str, Decimal | None]]  # the ink of each, and the number in it


def are_inked(drawn: Sketch, published: Collection[float]) -> bool:
    """Whether all the inks of a drawing are those of one theme, and tell only what is printed.

    `published` are the values of its indicators, wherever they are.
    """
    lines = {mark.ink for mark in drawn.marks if mark.kind in {Kind.LINE, Kind.SIGN}}
    frames = {mark.ink for mark in drawn.marks if mark.kind is Kind.FRAME}
    told = {mark.ink for mark in drawn.marks if mark.kind is Kind.PART}
    squares = [(square.ink, number) for square, number in drawn.squares]
    return frames <= {SOFT} and any(
        lines - told <= _of_lines(theme)
        and drawn.inks <= _of_lines(theme)
        and (_is_matrix(squares, theme, published) if squares else _is_ramp(told, theme))
        for theme in THEMES
    )


@cache
def _of_lines(theme: str) -> frozenset[str]:
    inks = (ink for rank in range(RANKS) for ink in line_colours(theme, rank))
    return frozenset((*(ink.lower() for ink in inks), INK, SOFT, WHITE))


@cache
def _ramps(theme: str) -> tuple[frozenset[str], ...]:
    sizes = range(1, MOST + 1)
    return tuple(frozenset(ink.lower() for ink in ramp(THEMES[theme], n)) for n in sizes)


def _is_ramp(told: Collection[str], theme: str) -> bool:
    return any(set(told) <= inks for inks in _ramps(theme))


def _is_matrix(squares: Squares, theme: str, published: Collection[float]) -> bool:
    """Whether each square is as dark as its number says; one without room for it, as any says.

    That of the greatest has the colour of the theme itself.
    """
    known = sorted({value for value in published if value > 0})
    return THEMES[theme].lower() in {ink for ink, _ in squares} and any(
        all(ink in _tints(number, theme, known, most) for ink, number in squares) for most in known
    )


def _tints(
    number: Decimal | None, theme: str, known: Sequence[float], most: float
) -> Iterator[str]:
    least = WIDE if number is None else float(number - step(number) / 2)
    last = most if number is None else float(number + step(number) / 2)
    for value in known:
        if least <= value <= min(last, most):
            yield intensity(THEMES[theme], value / most).lower()
