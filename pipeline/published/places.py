"""What drawings show beside their figures: each thing has the one place that our charts give it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.published.ink import EQUAL, MM, SOFT, Kind, Mark, Sketch, Sorted
from pipeline.published.seen import number_in

MASK = 18 * MM  # the length of the frame that stands for a bar, whatever its value
EDGE = 2.7 * MM  # a ground begins no farther from its text
ROOM = 4.0 * MM  # it is no higher: one line


def are_placed(found: Sorted, drawn: Sketch, heights: Sequence[float]) -> bool:
    """Whether what measures nothing has its usual place.

    `heights`: from the top of the drawing, those that tell figures.
    """
    return (
        all(_is_free(part, drawn) for part in found[Kind.PART])
        and all(grey.is_square or _is_whole(grey, drawn) for grey in found[Kind.GREY])
        and all(_is_under(ground, drawn, found[Kind.FRAME]) for ground in found[Kind.GROUND])
        and _are_masks(found, drawn)
        and _is_axis(found, heights)
        and _are_tied(found, heights)
    )


def upright(found: Sorted) -> list[Mark]:
    """The line of zero, from which bars start."""
    return [rule for rule in found[Kind.RULE] if rule.size[0] < EQUAL]


def _is_whole(mark: Mark, drawn: Sketch) -> bool:
    """Whether it is as wide as the sheet."""
    return mark.size[0] > drawn.width - MM


def _is_free(part: Mark, drawn: Sketch) -> bool:
    """Whether no sign of a mask stands in a square in ink."""
    return not part.is_square or all(
        number_in(text) is not None for text, place in drawn.texts if part.holds(place)
    )


def _is_under(ground: Mark, drawn: Sketch, frames: Iterable[Mark]) -> bool:
    """Whether a white shape is under a line of text, or under a frame."""
    return any(are_equal(ground.box, frame.box) for frame in frames) or (
        ground.size[1] < ROOM
        and any(
            -EQUAL < x - ground.left < EDGE and ground.top < y < ground.bottom
            for _, (x, y) in drawn.texts
        )
    )


def are_equal(one: Iterable[float], other: Iterable[float]) -> bool:
    """Whether the eye sees the same places, or the same sizes."""
    return all(abs(a - b) < EQUAL for a, b in zip(one, other, strict=True))


def _are_masks(found: Sorted, drawn: Sketch) -> bool:
    """Whether the frames are as large, and their size is that of no value.

    Instead of a bar it has a fixed length, instead of a column it takes the whole axis, instead of
    a cell it is a square, instead of a drawing the whole sheet.
    """
    frames = found[Kind.FRAME]
    rules = [rule.top for rule in found[Kind.RULE]]
    usual = (
        abs(frame.size[0] - MASK) < EQUAL
        or frame.is_square
        or (rules and are_equal((frame.top, frame.bottom), (min(rules), max(rules))))
        or _is_whole(frame, drawn)
        for frame in frames
    )
    return all(usual) and all(are_equal(frame.size, frames[0].size) for frame in frames)


def _is_axis(found: Sorted, heights: Sequence[float]) -> bool:
    """Whether bars begin at the line of zero, and rules go no step beyond what is drawn."""
    rules, parts = sorted(found[Kind.RULE], key=lambda rule: rule.top), found[Kind.PART]
    if lines := upright(found):
        zero = lines[0].left
        starts = (min(abs(bar.left - zero), abs(bar.right - zero)) for bar in parts)
        return len(rules) == 1 and all(start < EQUAL for start in starts)
    steps = [low.top - high.top for high, low in pairwise(rules)]
    if not steps:
        return not rules
    step, right = steps[0], rules[0].right
    is_even = all(abs(one - step) < EQUAL for one in steps)
    is_one = all(are_equal((rule.left, rule.right), (0, right)) for rule in rules)
    zero = next((rule.top for rule in rules if rule.ink == SOFT), rules[-1].top)
    tops = [zero, *heights, *(y for part in parts for y in (part.top, part.bottom))]
    beyond = max(min(tops) - rules[0].top, rules[-1].top - max(tops))
    is_flat = max(tops) - min(tops) < EQUAL  # nothing but zeros
    return is_even and is_one and (is_flat or beyond < step - EQUAL)


def _are_tied(found: Sorted, heights: Sequence[float]) -> bool:
    """Whether white strokes part what is drawn, or run along a target, and ties lead to it."""
    ys = [*heights, *(rule.top for rule in found[Kind.RULE])]
    ys += [y for part in found[Kind.PART] for y in (part.top, part.middle[1], part.bottom)]
    levels = [level.left for level in found[Kind.LEVEL]]
    starts = (
        (one.left, levels) if one.size[0] < EQUAL else (one.points[0][1], ys)
        for one in (*found[Kind.SEAM], *found[Kind.TIE])
    )
    return all(any(abs(start - place) < EQUAL for place in places) for start, places in starts)
