"""What the drawings measure: each length and each height in ink is that of a printed figure.

What measures nothing (frames, grounds, axes, ties) stands where our charts put it: see `places`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

from pipeline.errors import LeakError
from pipeline.published.ink import EQUAL, MM, Kind, Mark, Sketch, Sorted, sketch
from pipeline.published.inks import are_inked
from pipeline.published.page import Page
from pipeline.published.places import are_equal, are_placed, upright
from pipeline.published.seen import number_in

KEYS = 1.6 * MM, 2.3 * MM  # from a sign or a square to the text before which it stands
HALF = 2.64  # of a capital: the text is that much lower
TWICE = 2
NEARLY = 0.01  # of a value: a hundredth more is drawn as high, or as long
CLOSE = 2 * EQUAL  # what two places, each rounded, may add to a size


def check_shapes(
    page: Page,
    values: Mapping[str, Sequence[float]],
    published: Mapping[str, Collection[float]],
) -> None:
    """Refuse a drawing with a shape that tells another length than its printed figures.

    `values`: for each drawing, those of its figures; `published`: all those of their indicators.
    """
    for drawing in page.drawings:
        drawn, place = sketch(drawing), drawing.place
        if (
            drawn is None
            or not _is_fair(drawn, values.get(place, ()))
            or not are_inked(drawn, published.get(place, ()))
        ):
            raise LeakError(
                f"le dessin {place} trace une forme qui n'est celle d'aucun de ses chiffres publiés"
            )


def _is_fair(drawn: Sketch, values: Sequence[float]) -> bool:
    """Whether figures and targets measure all that is drawn, and the rest has its usual place."""
    found: Sorted = defaultdict(list)
    for mark in drawn.marks:
        found[mark.kind].append(mark)
    goals = [float(n) for text, _ in drawn.texts if (n := _goal(text)) is not None]
    known = sorted([*values, *goals])
    sizes = sorted(abs(value) for value in known if value)
    heights, lengths = _heights(found, drawn), _lengths(found, drawn)
    return (
        lengths is not None
        and _fit(lengths, sizes, 0.0, [(0.0, size) for size in sizes])
        and _fit(heights, known, min(heights, default=0.0), combinations(known, 2))
        and not _is_tally(found)
        and are_placed(found, drawn, [-height for height in heights])
    )


def _goal(text: str) -> float | None:
    """The number of a target: « objectif 60 % »."""
    found = re.fullmatch(r"objectif\D*(\d.*)", text)
    value = number_in(found[1]) if found else None
    return None if value is None else float(value)


def _heights(found: Sorted, drawn: Sketch) -> list[float]:
    """Of the corners of lines, of the signs alone, of the targets: the more, the higher.

    A sign stands on the corner of a line, or is the key before a name; else it is alone.
    """
    told = [point for line in found[Kind.LINE] for point in line.points]
    for sign in found[Kind.SIGN]:
        if not any(are_equal(sign.middle, point) for point in told) and not _is_key(sign, drawn):
            told.append(sign.middle)
    return [-y for y in (*(y for _, y in told), *(level.top for level in found[Kind.LEVEL]))]


def _is_tally(found: Sorted) -> bool:
    """Whether more signs are heaped in a place than lines pass there; a lone year has two."""
    signs, corners = found[Kind.SIGN], [p for line in found[Kind.LINE] for p in line.points]
    return any(
        sum(are_equal(one.middle, sign.middle) for one in signs)
        > max(sum(are_equal(point, sign.middle) for point in corners), TWICE)
        for sign in signs
    )


def _is_key(sign: Mark, drawn: Sketch) -> bool:
    x, y = sign.middle
    wanted = [(x + key, y + HALF) for key in KEYS]
    return any(are_equal(place, one) for _, place in drawn.texts for one in wanted)


def _lengths(found: Sorted, drawn: Sketch) -> list[float] | None:
    """Of the bars and the targets across them, or of the parts of columns; none when both vary.

    The squares of a matrix tell their numbers by their inks.
    """
    parts = [] if drawn.squares else found[Kind.PART]
    wide, high = ([part.size[side] for part in parts if min(part.size) > EQUAL] for side in (0, 1))
    zero = next((mark.left for mark in (*upright(found), *parts)), 0.0)
    across = [abs(level.left - zero) for level in found[Kind.LEVEL] if level.size[1] > EQUAL]
    wide += [length for length in across if length > EQUAL]
    if _vary(wide) and _vary(high):
        return None
    return high if _vary(high) else wide


def _vary(sizes: Sequence[float]) -> bool:
    return bool(sizes) and max(sizes) - min(sizes) > CLOSE


def _fit(
    drawn: Sequence[float],
    known: Sequence[float],
    start: float,
    ends: Iterable[tuple[float, float]],
) -> bool:
    """Whether on some scale each size is the value of a figure of its own.

    `ends`: what `start`, then the greatest size, may tell.
    """
    if not drawn or max(drawn) - min(drawn) < EQUAL:
        return not drawn or _are_alike(known, len(drawn))
    span = max(drawn) - start
    scales = ((low, (high - low) / span) for low, high in ends)
    return any(
        _are_of([low + (size - start) * unit for size in drawn], known, CLOSE * unit)
        for low, unit in scales
    )


def _are_alike(known: Sequence[float], count: int) -> bool:
    """Whether so many values, of those known from the least up, are as good as equal."""
    alike = (known[n : n + count] for n in range(len(known) - count + 1))
    return any(some[-1] - some[0] <= NEARLY * abs(some[-1]) for some in alike)


def _are_of(sizes: Iterable[float], known: Sequence[float], close: float) -> bool:
    """Whether each size is another of the values known, from the least up."""
    left = iter(known)
    return all(any(abs(size - value) <= close for value in left) for size in sorted(sizes))
