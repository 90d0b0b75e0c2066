"""A drawing recorded by `charts.recorder`, written straight into the page as its operators.

WeasyPrint asks an image for its size and to draw itself: this is such an image, put in the cache
of images under the URL by which the templates call it.
"""

from __future__ import annotations

from math import cos, radians, sin
from typing import Any

from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.text import draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.svg.text import Style, TextBox
from weasyprint.text.line_break import create_layout

from pipeline.charts.strokes import Stroke, Strokes, Words

PIXELS = 96 / 72  # in a point


class Inked:
    """An image for WeasyPrint."""

    def __init__(self, strokes: Strokes) -> None:
        """Keep what to draw."""
        self._strokes = strokes
        self._styles: dict[tuple[float, int, str], Any] = {}

    def get_intrinsic_size(self, _resolution: float, _font: float) -> tuple[float, float, float]:
        """Width and height in pixels, and their ratio."""
        width, height = self._strokes.width, self._strokes.height
        return width * PIXELS, height * PIXELS, width / height

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Called by WeasyPrint, its origin at the top left corner of the image."""
        scale = width / self._strokes.width
        stream.transform(a=scale, d=-scale, f=height)
        for mark in self._strokes.marks:
            if isinstance(mark, Stroke):
                _draw_path(stream, mark)
            else:
                _draw_words(stream, mark, self._style(mark, style.font_config))

    def _style(self, words: Words, fonts: Any) -> Any:
        key = words.size, words.weight, words.slant
        if key not in self._styles:
            style = self._styles[key] = Style(INITIAL_VALUES)
            style.font_config = fonts
            style |= {"font_family": [words.family], "font_style": words.slant}
            style |= {"font_size": words.size, "font_weight": words.weight}
        return self._styles[key]


def _draw_path(stream: Any, stroke: Stroke) -> None:
    if stroke.fill:
        stream.set_color_rgb(*stroke.fill)
    if stroke.edge:
        stream.set_color_rgb(*stroke.edge, stroke=True)
        stream.set_line_width(stroke.width)
        stream.set_line_cap(stroke.cap)
        stream.set_line_join(stroke.join)
        stream.set_dash(stroke.dashes, 0)
    build = {
        "m": stream.move_to,
        "l": stream.line_to,
        "c": stream.curve_to,
        "h": stream.close,
    }
    for operator, operands in stroke.pieces:
        build[operator](*operands)
    if stroke.fill and stroke.edge:
        stream.fill_and_stroke()
    elif stroke.fill:
        stream.fill()
    else:
        stream.stroke()


def _draw_words(stream: Any, words: Words, style: Any) -> None:
    """Shaped and kerned as one line."""
    stream.set_color_rgb(*words.colour)
    layout = create_layout(words.text, style, None, None, 0)
    turn = radians(words.angle)
    place = Matrix(cos(turn), sin(turn), -sin(turn), cos(turn), words.x, words.y)
    stream.begin_text()
    draw_first_line(stream, TextBox(layout, style), "clip", "none", place)
    stream.end_text()
