"""Colours of the drawings, read back: those of a theme, and in a matrix those of its numbers."""

from __future__ import annotations

import pytest

from pipeline.charts.colours import THEMES, intensity, line_colours, ramp
from tests.test_shapes import INK, SOFT, bar, box, dot, frame, line, refusal, stroke, text

OWN = [6.0, 4.0, 2.0]
PALE, WASTE = line_colours("insertion", 1)[0], THEMES["environnement"]
TINTS = ramp(INK, 3)


def drawn(shapes: str) -> str:
    return f'<svg viewBox="0 0 200 100">{shapes}</svg>'


@pytest.mark.parametrize(
    "shapes",
    [
        bar(60, ink=WASTE.lower()),
        bar(60, ink=WASTE.lower()) + text(90, 9, "6", ink=WASTE.lower()),
        "".join(bar(20 * n, 20 * n, ink.lower()) for n, ink in enumerate(TINTS, 1)),
        line(0, 20) + dot(20, 0) + stroke((20, 40), (40, 0), ink=PALE.lower(), thick=1.4),
        bar(60) + text(9, 9, "a", ink="#1b2430") + text(9, 19, "b", ink="#ffffff"),
        bar(60) + text(9, 9, "a", ink=line_colours("insertion", 1)[1].lower()),
        bar(60) + frame(20, 60, 71.0236, 69),
    ],
)
def test_the_colours_of_one_theme_are_expected(shapes: str) -> None:
    assert not refusal(drawn(shapes), [*OWN, 6.0])


@pytest.mark.parametrize(
    "shapes",
    [
        bar(60, ink="#2b4c03"),
        bar(60) + bar(40, 20, WASTE.lower()),  # of another theme
        bar(60) + text(9, 9, "a", ink=WASTE.lower()),
        line(0, 20, 40) + dot(20, 0).replace(INK, WASTE),
        stroke((20, 0), (40, 9), ink="#2b4c03"),
        bar(60) + frame(20, 60, 71.0236, 69).replace(SOFT, "#566103"),
        bar(60) + text(9, 9, "a", ink="#566103"),
        "".join(bar(20 * n, 20 * n, ink.lower()) for n, ink in enumerate((*TINTS[:2], PALE), 1)),
    ],
)
def test_any_other_colour_is_refused(shapes: str) -> None:
    assert refusal(drawn(shapes), OWN)


def square(rank: int, ink: str, number: str) -> str:
    left, own = 20 * rank, text(20 * rank + 3, 9, number) if number else ""
    return box(left, 0, left + 16, 16, ink.lower()) + own


def matrix(*squares: tuple[str, float]) -> str:
    """Squares with the number in each, and the share of the greatest that its ink tells."""
    drawn_ones = enumerate(squares)
    return drawn("".join(square(n, intensity(INK, way), told) for n, (told, way) in drawn_ones))


@pytest.mark.parametrize(
    ("shapes", "is_fair"),
    [
        (matrix(("9", 1), ("3", 1 / 3)), True),
        (matrix(("9", 1), ("3", 1 / 3), ("3", 1 / 3)), True),
        (matrix(("9", 1), ("3", 2 / 3)), False),
        (matrix(("9", 0.5), ("3", 1 / 6)), False),  # of nothing so great
        (matrix(("9", 9 / 450), ("3", 3 / 450)), False),  # the greatest is in the theme's colour
        (matrix(("9", 1), ("5", 5 / 9)), False),  # printed nowhere
        (matrix(("9", 1), ("0", 0)), False),  # a zero has no square
        (matrix(("9", 1), ("4,2", 4.24 / 9)), True),
        (matrix(("9", 1), ("4,2", 4.9 / 9)), False),
        (matrix(("450", 1), ("", 100 / 450)), True),  # too long for its square
        (matrix(("450", 1), ("", 99 / 450)), False),
        (matrix(("450", 1), ("", 3 / 450)), False),
        (matrix(("", 1), ("", 1)), False),  # bars, that two figures would have to tell
    ],
)
def test_a_square_is_as_dark_as_its_number_says(shapes: str, *, is_fair: bool) -> None:
    every = [9.0, 3.0, 4.24, 4.9, 100.0, 99.0, 450.0, 0.0]
    assert bool(refusal(shapes, [], every)) != is_fair
