"""Shapes of the drawings, read back: what they measure is printed, the rest has its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline.charts.drawing import draw
from pipeline.charts.model import Chart, Kind
from pipeline.charts.sparkline import sparkline
from pipeline.errors import LeakError
from pipeline.model import State
from pipeline.published.files import published_by_place, values_by_place
from pipeline.published.page import read_page
from pipeline.published.shapes import check_shapes
from tests.test_charts import BARS, CROWD, EMPTY, GAUGE, HIDDEN, MATRIX, STACK, TREND, chart, row

INK, SOFT, RULE, TRACK, WHITE = "#2b4c7e", "#566171", "#d7dce3", "#e8ebef", "#ffffff"
OWN = [6.0, 4.0, 2.0]
LOSS = chart(Kind.BARS, ("A", "B", "C", "D"), row("", 12, -30, HIDDEN, 0, aim=0))
LOST = chart(Kind.BARS, ("A", "B"), row("", -30, HIDDEN))
PAIRS = chart(Kind.MATRIX, ("A", "B", "C"), row("A", 4, 2, HIDDEN), row("B", 9, 0, 1))
ONE_YEAR = chart(Kind.TREND, ("2025",), row("a", 12, aim=10), row("b", 3), row("c", HIDDEN))
LATE = chart(Kind.TREND, ("2024", "2025"), row("a", HIDDEN, 3), row("b", 1, 2), row("c", HIDDEN, 9))
AIRY = replace(LOSS, room_mm=90.0)  # bars grow with their page, and masks with them
NOTHING = chart(Kind.COMPOSITION, ("2024", "2025"), row("a", HIDDEN, 0), row("b", HIDDEN, 0))


def refusal(shapes: str, own: list[float], every: Sequence[float] = ()) -> str:
    """The words of the refusal of a drawing, if it is refused."""
    try:
        page = read_page(f'<div id="g">{shapes}</div>'.encode())
        check_shapes(page, {"g": own}, {"g": every or own})
    except LeakError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    "one",
    [
        TREND,
        CROWD,
        BARS,
        STACK,
        GAUGE,
        MATRIX,
        EMPTY,
        LOSS,
        LOST,
        PAIRS,
        ONE_YEAR,
        LATE,
        AIRY,
        NOTHING,
    ],
)
def test_our_charts_draw_nothing_but_their_figures(one: Chart) -> None:
    own = [float(figure.value) for figure in one.shown if figure.value is not None]
    assert not refusal(draw(one), own)
    if any(own):
        said = "le dessin g trace une forme qui n'est celle d'aucun de ses chiffres publiés."
        assert said in refusal(draw(one), own[:-2] if own[2:] else [])


@pytest.mark.parametrize("figures", [(3, 5, 4), (HIDDEN, 5), (100, 101, 102, HIDDEN, 101)])
def test_small_lines_draw_a_lone_year_twice(figures: tuple[float | State, ...]) -> None:
    (series,) = chart(Kind.TREND, tuple("abcde"[: len(figures)]), row("", *figures)).series
    own = [float(figure.value) for figure in series.figures if figure.value is not None]
    drawn = sparkline(series.figures, INK)
    assert not refusal(drawn, own)
    assert refusal(drawn, own[1:])


def box(left: float, top: float, right: float, bottom: float, ink: str = INK) -> str:
    path = f"M {left} {top} \nL {right} {top} \nL {right} {bottom} \nL {left} {bottom} \nz"
    return f'<g id="graphique-1-barre-0"><path d="{path}" style="fill: {ink}"/></g>'


def bar(length: float, top: float = 0.0, ink: str = INK, thick: float = 9.0) -> str:
    return box(20, top, 20 + length, top + thick, ink)


def stroke(*points: tuple[float, float], ink: str = INK, thick: float = 1.7, dash: str = "") -> str:
    path = "L ".join(f"{x} {y} " for x, y in points)
    dashes = "stroke-dasharray: 2.16,1.44; stroke-dashoffset: 0; " if dash else ""
    style = f"fill: none; {dashes}stroke: {ink}; stroke-width: {thick}"
    return f'<g><path d="M {path}" style="{style}"/></g>'


def line(*heights: float) -> str:
    return stroke(*((20.0 + 20 * n, height) for n, height in enumerate(heights)))


def dot(x: float, y: float) -> str:
    return f"<circle cx='{x}' cy='{y}' r='.62' fill='{INK}'/>"


def level(left: float, y: float, end: float | None = None) -> str:
    return stroke((left, y), (60, y if end is None else end), ink="#1b2430", thick=0.9, dash="yes")


def text(x: float, y: float, said: str, ink: str = SOFT) -> str:
    style = f"font-size: 8px; font-family: 'Source Sans 3'; fill: {ink}"
    return f'<text style="{style}" transform="translate({x} {y})">{said}</text>'


def frame(left: float, top: float, right: float, bottom: float) -> str:
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    return stroke(*corners, ink=SOFT, thick=0.7, dash="yes")


def rule(y: float, ink: str = RULE, right: float = 150.0) -> str:
    return stroke((0, y), (right, y), ink=ink, thick=0.5)


EDGE = "stroke: #b8500c; stroke-width: 1.1; stroke-linejoin: miter"
AXIS = rule(60, SOFT) + rule(40) + rule(20) + rule(0)
UPRIGHT = stroke((20, 0), (20, 90), ink=SOFT, thick=0.7)
MASK = frame(20, 60, 71.0236, 69)


@pytest.mark.parametrize(
    "shapes",
    [
        bar(60) + bar(40, 20) + bar(20, 40),
        bar(60) + bar(20, 20),
        bar(60) + bar(40, 20) + MASK,
        UPRIGHT + bar(60) + bar(40, 20),
        bar(60) + bar(0, 20) + bar(40, 40),
        box(0, 0, 200, 12, TRACK) + bar(60, 1),
        bar(60) + box(82, 0, 90, 9, WHITE) + text(83, 7, "6"),
        line(0, 20, 40),
        line(0, 20, 40) + dot(40, 20),
        line(0, 20) + dot(60, 40) + dot(60, 40),
        line(0, 20, 40) + dot(10, 33) + text(14.5354, 35.64, "s"),
        AXIS + line(5, 20, 35),
        line(0, 20, 40) + stroke((60, 40), (66, 50), ink=SOFT, thick=0.4),
        line(0, 20) + level(9, 40) + text(9, 30, "objectif 2"),
        line(0, 20)
        + level(9, 40)
        + text(9, 30, "objectif 2")
        + level(30, 0)
        + text(9, 9, "objectif 6"),
        box(0, 0, 20, 30) + box(0, 30, 20, 40) + stroke((0, 30), (20, 30), ink=WHITE, thick=3.6),
        box(0, 0, 20, 30) + text(5, 10, "arrivée de Vélo"),  # an event, higher than another column
        box(0, 0, 5, 6) + box(0, 6, 5, 10) + box(0, 10, 5, 12),  # as small as a sign
        box(0, 0, 20, 60) + box(40, 10, 46.2362, 16.2362) + text(49.6378, 15.7581, "a"),  # its key
        frame(1, 1, 199, 90),
        AXIS + frame(20, 0, 40, 60) + box(20, 0, 40, 60, WHITE),
    ],
)
def test_what_our_charts_are_made_of_is_let_through(shapes: str) -> None:
    assert not refusal(f'<svg viewBox="0 0 200 100">{shapes}</svg>', OWN)


@pytest.mark.parametrize(
    "shapes",
    [
        bar(60) + bar(34, 20),  # the length of no figure
        bar(60) + bar(40, 20) + bar(40, 40),  # a figure drawn twice
        bar(60) + bar(40, 20) + bar(20, 40) + bar(20, 60),
        bar(60) + bar(60, 20),  # as many as there are persons, and no two figures are equal
        line(7, 7, 7),
        line(0, 20, 40) + 3 * dot(40, 20),
        line(0, 20) + 3 * dot(60, 40),
        bar(60) + bar(40, 20, thick=18),  # neither of one thickness nor of one width
        bar(60) + bar(40, 20) + bar(30, 40, WHITE),  # white, under no text
        bar(60) + box(20, 30, 50, 60, WHITE) + text(21, 40, "6"),  # higher than a line
        bar(60) + box(120, 0, 150, 9, WHITE) + text(83, 7, "6"),  # beside its text
        bar(60) + box(82, 30, 90, 39, WHITE) + text(83, 7, "6"),
        bar(60) + bar(40, 20) + bar(30, 40, RULE),  # in the grey of rules
        bar(60) + bar(40, 20) + bar(30, 40, TRACK),
        UPRIGHT + bar(60) + box(30, 20, 70, 29),  # from elsewhere than zero
        UPRIGHT + UPRIGHT + bar(60),
        bar(60) + frame(20, 60, 50, 69),  # a frame as long as a value
        bar(60) + MASK + frame(20, 80, 30, 90),  # of two sizes
        bar(60) + bar(34, 40).replace('"/>', '; stroke: #2b4c7e"/>'),
        bar(60).replace("9.0", "9.0 3", 1),  # a number too many
        bar(60).replace("z", "A 3 3"),
        line(0, 20, 40).replace("1.7", "1.3"),
        line(0, 20) + (level(9, 40) + text(9, 30, "objectif 2")).replace("2.16", "3.16"),
        line(0, 20) + (level(9, 40) + text(9, 30, "objectif 2")).replace("offset: 0", "offset: 3"),
        bar(60) + text(9, 9, " "),
        bar(60) + text(9, 9, "a").replace("8px", "0.3px"),
        bar(60) + text(9, 9, "a").replace(")", ") skewX(3)"),
        bar(60) + text(9, 9, "a").replace("style=", "rotate="),
        bar(60) + bar(34, 40).replace('"/>', f'; {EDGE.replace("#b8500c", INK)}"/>'),  # no sign
        bar(60)  # set and placed as a text is, and it draws
        + text(9, 9, "<tspan>a</tspan>")
        .replace("<text", "<path d='M 9 9 L 43 9'")
        .replace("/text", "/path"),
        bar(60).replace(
            "fill: #2b4c7e",
            "fill: #2b4c7e; stroke: #b8500c; stroke-width: 1.1; stroke-linejoin: miter",
        ),
        bar(60) + "<rect width='30' height='9'/>",
        bar(60) + bar(40, 20).replace("<path", "<rect width='30'"),
        bar(60) + "<path/>",
        bar(60) + bar(40, 20).replace("<path", "<path transform='scale(2)'"),
        bar(60) + "<image href=''/>",
        bar(60) + "<use/>",
        f'<g transform="scale(2)">{bar(60)}</g>',
        bar(60).replace('"/>', '; opacity: 0"/>'),
        box(20, 20, 40, 40) + text(25, 35, "s"),  # a square behind a mask
        line(0, 30, 40),
        line(0, 20, 40, 20),  # more points than figures
        line(0, 20, 40) + dot(60, 33),
        line(0, 20) + dot(60, 33),  # the year of a gap
        line(0, 20, 40) + dot(10, 33) + text(26, 35, "s"),
        AXIS + line(21, 30, 40),  # the axis goes higher than what is drawn
        rule(0, SOFT) + rule(20) + rule(40) + line(0, 10, 20),  # lower
        rule(60, SOFT) + rule(33) + rule(20) + rule(0) + line(0, 20, 40),  # at uneven steps
        AXIS + frame(20, 20, 40, 60) + line(0, 20, 40),  # as high as a value
        rule(60, SOFT) + rule(30, right=33) + rule(0) + line(0, 20, 40),
        line(0, 20, 40) + stroke((60, 33), (66, 50), ink=SOFT, thick=0.4),  # a tie to nothing
        line(0, 20, 40) + stroke((60, 40), (66, 50), ink=SOFT),  # thick, or in colour: a line
        line(0, 20, 40) + stroke((60, 40), (66, 50), thick=0.4),
        bar(60) + stroke((50, 0), (50, 9), ink=WHITE, thick=3.6),  # a tick that is no target's
        line(0, 20) + level(9, 33) + text(9, 30, "objectif 2"),
        line(0, 20) + level(9, 40, 50) + text(9, 30, "objectif 2"),
        box(0, 0, 20, 30) + box(0, 30, 20, 40) + stroke((0, 33), (20, 33), ink=WHITE, thick=3.6),
        stroke((20, 10), (40, 20), (60, 37), ink=SOFT, thick=0.5) + dot(90, 90),  # thin and grey
    ],
)
def test_each_other_shape_is_refused(shapes: str) -> None:
    assert refusal(f'<svg viewBox="0 0 200 100">{shapes}</svg>', OWN)


def test_equal_figures_are_drawn_alike() -> None:
    for shapes in (bar(60) + bar(60, 20), line(7, 7)):
        assert not refusal(f'<svg viewBox="0 0 200 100">{shapes}</svg>', [2.0, 600.0, 601.0])
        assert refusal(f'<svg viewBox="0 0 200 100">{shapes}</svg>', [2.0, 600.0, 610.0])
        assert not refusal(f'<svg viewBox="0 0 200 100">{shapes}</svg>', [-9.0, -9.0])
    zeros = AXIS + stroke((20, 60), (40, 60))
    assert not refusal(f'<svg viewBox="0 0 200 100">{zeros}</svg>', [0.0, 0.0])


def test_lines_that_meet_have_a_sign_each() -> None:
    three = f'<svg viewBox="0 0 200 100">{3 * line(7, 9) + 3 * dot(20, 7)}</svg>'
    assert not refusal(three, [6.0, 6.0, 6.0, 4.0, 4.0, 4.0])
    assert refusal(three.replace("</svg>", dot(20, 7) + "</svg>"), [6.0, 6.0, 6.0, 4.0, 4.0, 4.0])


def test_a_zero_is_no_bar() -> None:
    for length in (60, 30):
        shapes = f'<svg viewBox="0 0 200 100">{bar(60) + bar(length, 20)}</svg>'
        assert refusal(shapes, [6.0, 0.0])
        assert refusal(shapes, [6.0, 0.0, 0.0])


def test_nothing_is_drawn_where_nothing_is_printed() -> None:
    assert refusal(f'<svg viewBox="0 0 200 100">{bar(20)}</svg>', [])
    assert not refusal(f'<svg viewBox="0 0 200 100">{text(9, 9, "rien")}</svg>', [])


def test_a_drawing_tells_the_figures_that_it_prints_and_those_that_it_compares() -> None:
    record = b"""{"chiffres": [
        {"cellule": "a/b|2024||", "valeur": "3", "imprime": {"3": ["g", "t"], "3 pers.": ["g"]}},
        {"cellule": "a/b|2025||", "valeur": "3", "imprime": {}},
        {"cellule": "a/c|2025||", "valeur": "", "imprime": {"s": ["g"]}}],
        "autres_nombres": [{"imprime": ["g"], "origine": ["a/b|2024||", "a/b|2025||"]},
        {"imprime": ["g"], "origine": ["graphique/colonne"]}]}"""
    assert values_by_place(record) == {"g": [3.0, 3.0], "t": [3.0]}


def test_the_figures_of_its_indicators_are_known_wherever_they_are() -> None:
    record = b"""{"chiffres": [
        {"cellule": "a/b|2024||", "valeur": "3", "imprime": {"3": ["g"]}},
        {"cellule": "a/b|2025||", "valeur": "4.5", "imprime": {}},
        {"cellule": "a/b|2026||", "valeur": "", "imprime": {"s": ["h"]}},
        {"cellule": "a/c|2025||", "valeur": "7", "imprime": {"7": ["t"]}},
        {"cellule": "a/d|2025||", "valeur": "", "imprime": {"s": ["v"]}}]}"""
    every = {3.0, 4.5}
    assert published_by_place(record) == {"g": every, "h": every, "t": {7.0}, "v": set()}
