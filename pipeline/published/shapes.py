"""What the drawings measure: each length and each height in ink is that of a printed figure.

Shapes are those of our charts, in the places where these put them; any other is refused.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise

from pipeline.errors import LeakError
from pipeline.published.ink import EQUAL, RULE, SOFT, Kind, Mark, Point, Sketch, sketch
from pipeline.published.page import Page
from pipeline.published.seen import number_in

Sorted = Mapping[Kind, Sequence[Mark]]

MM = 72 / 25.4
MASK = 18 * MM  # the length of the frame that stands for a bar, whatever its value
NEAR = 2.7 * MM  # from a sign, or from the edge of its ground, to the text
ROOM = 4.0 * MM  # a ground is no higher: one line
CLOSE = 0.004  # of the longest: half a percent of a bar is not seen
FINE = 0.002  # of the drawing's width: how exactly a sign is set


def check_shapes(page: Page, values: Mapping[str, Sequence[float]]) -> None:
    """Refuse a drawing with a shape that tells another length than its printed figures.

    `values`: for each drawing, those of its figures.
    """
    for drawing in page.drawings:
        drawn = sketch(drawing)
        if drawn is None or not _is_fair(drawn, values.get(drawing.place, ())):
            raise LeakError(
                f"le dessin {drawing.place} trace une forme qui n'est celle d'aucun de ses "
                "chiffres publiés"
            )


def _is_fair(drawn: Sketch, values: Sequence[float]) -> bool:
    """Whether figures and targets measure all that is drawn, and the rest has its usual place."""
    found: dict[Kind, list[Mark]] = defaultdict(list)
    for mark in drawn.marks:
        found[mark.kind].append(mark)
    goals = [float(n) for text, _ in drawn.texts if (n := _goal(text)) is not None]
    heights, lengths = _heights(found, drawn), _lengths(found)
    known, fine = [*values, *goals], FINE * drawn.width
    return (
        all(_is_inside(mark, drawn) for mark in drawn.marks if mark.kind is not Kind.GROUND)
        and lengths is not None
        and _fit(lengths, [abs(value) for value in known if value], fine, at_zero=True)
        and _fit(heights, known, fine, at_zero=False)
        and all(_is_free(part, drawn) for part in found[Kind.PART])
        and all(_is_under(mark, drawn, found[Kind.FRAME]) for mark in found[Kind.GROUND])
        and _are_masks(found, drawn)
        and _is_axis(found, heights)
        and _are_tied(found, heights)
    )


def _goal(text: str) -> float | None:
    """The number of a target: « objectif 60 % »."""
    found = re.fullmatch(r"objectif\D*(\d.*)", text)
    value = number_in(found[1]) if found else None
    return None if value is None else float(value)


def _is_inside(mark: Mark, drawn: Sketch) -> bool:
    return (
        min(mark.left, mark.top) > -EQUAL
        and mark.right < drawn.width + EQUAL
        and mark.bottom < drawn.height + EQUAL
    )


def _heights(found: Sorted, drawn: Sketch) -> list[float]:
    """Of the corners of lines, of the signs alone, of the targets.

    A sign stands on the corner of a line, or before a text, whose line it names; else it is alone.
    """
    told = [point for line in found[Kind.LINE] for point in line.points]
    for sign in found[Kind.SIGN]:
        if not _is_near(sign.middle, told) and not _names(sign, drawn):
            told.append(sign.middle)
    flat = [level.top for level in found[Kind.LEVEL] if level.size[1] < EQUAL]
    return [y for _, y in told] + flat


def _is_near(point: Point, others: Iterable[Point]) -> bool:
    return any(abs(point[0] - x) < 1 and abs(point[1] - y) < 1 for x, y in others)


def _names(sign: Mark, drawn: Sketch) -> bool:
    x, y = sign.middle
    return any(0 < left - x < NEAR and abs(low - y) < NEAR for _, (left, low) in drawn.texts)


def _lengths(found: Sorted) -> list[float] | None:
    """Of the bars and the targets across them, or of the parts of columns; none when both vary.

    Squares are as large, whatever they tell.
    """
    parts = [part for part in found[Kind.PART] if part.ink != RULE]
    boxes = [box for part in parts if min(box := part.size) > EQUAL]
    if any(part.size[0] - part.size[1] > EQUAL for part in found[Kind.PART] if part not in parts):
        return None  # the grey of rules is that of squares on a diagonal
    wide, high = ([box[side] for box in boxes] for side in (0, 1))
    across = [level for level in found[Kind.LEVEL] if level.size[0] < EQUAL < level.size[1]]
    zero = next((mark.left for mark in (*_upright(found), *parts)), 0.0)
    wide += [length for level in across if (length := abs(level.left - zero)) > EQUAL]
    if _vary(wide) and _vary(high):
        return None
    return high if _vary(high) else wide


def _upright(found: Sorted) -> list[Mark]:
    """The line of zero, from which bars start."""
    return [rule for rule in found[Kind.RULE] if rule.size[0] < EQUAL]


def _vary(sizes: Sequence[float]) -> bool:
    return bool(sizes) and max(sizes) - min(sizes) > CLOSE * max(sizes)


def _fit(drawn: Sequence[float], values: Iterable[float], fine: float, *, at_zero: bool) -> bool:
    """Whether on some scale each size is the value of a figure of its own."""
    known = sorted(values)
    if len(drawn) > len(known):
        return False
    if not drawn or max(drawn) - min(drawn) < EQUAL:
        return True
    start, end = (0.0, max(drawn)) if at_zero else (max(drawn), min(drawn))
    close = max(CLOSE, fine / abs(end - start))
    distinct = sorted(set(known))
    ends = [(0.0, top) for top in distinct] if at_zero else combinations(distinct, 2)
    for low, high in ends:
        unit = (high - low) / (end - start)
        if _are_of([low + (size - start) * unit for size in drawn], known, close * (high - low)):
            return True
    return False


def _are_of(sizes: Iterable[float], known: Sequence[float], close: float) -> bool:
    """Whether each size is another of the values known, from the least up."""
    left = iter(known)
    return all(
        any(abs(size - value) <= close for value in left if value >= size - close)
        for size in sorted(sizes)
    )


def _is_free(part: Mark, drawn: Sketch) -> bool:
    """Whether no sign of a mask stands in a square in ink."""
    return abs(part.size[0] - part.size[1]) > EQUAL or all(
        number_in(text) is not None
        for text, (x, y) in drawn.texts
        if part.left < x < part.right and part.top < y < part.bottom
    )


def _is_under(ground: Mark, drawn: Sketch, frames: Iterable[Mark]) -> bool:
    """Whether a white shape is under a line of text, or under a frame."""
    return any(_are_equal(ground.box, frame.box) for frame in frames) or (
        ground.size[1] < ROOM
        and any(
            -EQUAL < x - ground.left < NEAR and ground.top < y < ground.bottom
            for _, (x, y) in drawn.texts
        )
    )


def _are_equal(one: Iterable[float], other: Iterable[float]) -> bool:
    return all(abs(a - b) < EQUAL for a, b in zip(one, other, strict=True))


def _are_masks(found: Sorted, drawn: Sketch) -> bool:
    """Whether the frames are as large, and their size is that of no value.

    Instead of a bar it has a fixed length and is as thick as the others, instead of a column it
    takes the whole axis, instead of a cell it is a square, instead of a drawing the whole sheet.
    """
    frames = found[Kind.FRAME]
    sizes = [frame.size for frame in frames]
    thick = {round(bar.size[1], 2) for bar in found[Kind.PART]}
    rules = [rule.top for rule in found[Kind.RULE] if rule not in _upright(found)]
    usual = (
        (abs(frame.size[0] - MASK) < EQUAL and thick <= {round(frame.size[1], 2)})
        or abs(frame.size[0] - frame.size[1]) < EQUAL
        or (rules and _are_equal((frame.top, frame.bottom), (min(rules), max(rules))))
        or frame.size[0] > drawn.width - MM
        for frame in frames
    )
    return all(usual) and all(_are_equal(size, sizes[0]) for size in sizes)


def _is_axis(found: Sorted, heights: Sequence[float]) -> bool:
    """Whether bars begin at the line of zero, and rules stand no farther than what is drawn."""
    rules, parts = sorted(found[Kind.RULE], key=lambda rule: rule.top), found[Kind.PART]
    if upright := _upright(found):
        zero = upright[0].left
        starts = (min(abs(bar.left - zero), abs(bar.right - zero)) for bar in parts)
        return len(rules) == 1 and all(start < EQUAL for start in starts)
    if not rules:
        return True
    steps = [low.top - high.top for high, low in pairwise(rules)]
    ends = [(rule.left, rule.right, step) for rule, step in zip(rules, steps, strict=False)]
    tops = [y for part in parts for y in (part.top, part.bottom)]
    tops += [y for x, y in (sign.middle for sign in found[Kind.SIGN]) if x < rules[0].right + 1]
    zero = next((rule.top for rule in rules if rule.ink == SOFT), -1.0)
    away = [y for y in (*tops, *heights) if abs(y - zero) > EQUAL]
    return all(_are_equal(end, (0, rules[-1].right, steps[0])) for end in ends) and (
        not away
        or (
            (rules[0].top == zero or min(away) < rules[1].top)
            and (rules[-1].top == zero or max(away) > rules[-2].top)
        )
    )


def _are_tied(found: Sorted, heights: Sequence[float]) -> bool:
    """Whether white strokes part what is drawn, and ties lead to it."""
    parts, levels = found[Kind.PART], found[Kind.LEVEL]
    sides = [y for part in parts for y in (part.top, part.middle[1], part.bottom)]
    known = [*heights, *sides, *(mark.middle[1] for mark in (*found[Kind.SIGN], *found[Kind.RULE]))]
    seams = (
        any(_are_equal((seam.left, seam.right), (box.left, box.right)) for box in (*parts, *levels))
        and (seam.size[0] < EQUAL or any(abs(seam.top - y) < EQUAL for y in sides))
        for seam in found[Kind.SEAM]
    )
    return all(seams) and all(
        any(abs(tie.points[0][1] - y) < EQUAL for y in known) for tie in found[Kind.TIE]
    )
