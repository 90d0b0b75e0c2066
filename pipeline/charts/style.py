"""Fonts and sizes of every chart; text measured as it will be set."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Literal

from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

from pipeline.french import chemical

Slant = Literal["normal", "italic"]

FAMILY = "Source Sans 3"
FONTS = Path(__file__).resolve().parents[2] / "report_templates" / "fonts"
_FACES: dict[tuple[int, Slant], str] = {
    (400, "normal"): "SourceSans3-Regular.ttf",
    (400, "italic"): "SourceSans3-It.ttf",
    (600, "normal"): "SourceSans3-Semibold.ttf",
    (600, "italic"): "SourceSans3-SemiboldIt.ttf",
    (700, "normal"): "SourceSans3-Bold.ttf",
}

SMALL = 8.0  # points; nothing is smaller on paper
STRONG = 9.0
MM_PER_PT = 25.4 / 72
CAP_HEIGHT = 0.66  # of the size, in Source Sans 3
LEADING = 1.2


@cache
def _register() -> None:
    """Make the vendored files known to matplotlib; nothing is searched on the system."""
    for name in _FACES.values():
        fontManager.addfont(FONTS / name)


@cache
def font(size: float, weight: int, slant: Slant) -> FontProperties:
    """The matplotlib description of one face at one size."""
    _register()
    return FontProperties(family=[FAMILY], size=size, weight=weight, style=slant)


@cache
def _face(weight: int, slant: Slant) -> FT2Font:
    return get_font(FONTS / _FACES[weight, slant])


@cache
def _advance(character: str, weight: int, slant: Slant) -> int:
    """Width of a character in thousandths of the size, as set letter by letter, unkerned."""
    glyph = _face(weight, slant).load_char(ord(character), flags=LoadFlags.NO_SCALE)
    return int(glyph.horiAdvance)


def text_width(text: str, size: float = SMALL, weight: int = 400, slant: Slant = "normal") -> float:
    """Width in mm of a cleaned text on paper."""
    return sum(_advance(c, weight, slant) for c in text) / 1000 * size * MM_PER_PT


def line_height(size: float = SMALL) -> float:
    """Distance in mm between two lines of text."""
    return size * LEADING * MM_PER_PT


@cache
def clean(text: str, keep: str = "") -> str:
    """The text without what would break an SVG or fall back to another font.

    Control characters and lone surrogates vanish, a character that the font lacks becomes
    a white square, runs of spaces (which SVG would collapse) become one, apostrophes are curly as
    in the page. `keep` are signs that stay whatever they are.
    """
    known = _face(400, "normal").get_charmap()
    spaced = "".join(" " if c in "\t\n\r" else c for c in unicodedata.normalize("NFC", text))
    kept = (c for c in spaced if c in keep or unicodedata.category(c)[0] != "C")
    shown = "".join(c if c in keep or ord(c) in known else "□" for c in kept)
    return chemical(" ".join(part for part in shown.split(" ") if part).replace("'", "’"))


def wrap(text: str, width: float, size: float = SMALL, weight: int = 400) -> tuple[str, ...]:
    """The cleaned text in lines no wider than `width` mm; a word too long is cut."""
    lines: list[str] = []
    current = ""
    for word in clean(text).split(" "):
        candidate = f"{current} {word}" if current else word
        if text_width(candidate, size, weight) <= width:
            current = candidate
            continue
        lines += [current] if current else []
        current = word
        while len(current) > 1 and text_width(current, size, weight) > width:
            cut = _longest(current, width, size, weight)
            lines.append(current[:cut])
            current = current[cut:]
    return (*lines, current) if current else tuple(lines)


def _longest(word: str, width: float, size: float, weight: int) -> int:
    """How many letters of a word fit, at least one."""
    cut = len(word) - 1
    while cut > 1 and text_width(word[:cut], size, weight) > width:
        cut -= 1
    return cut


def shorten(text: str, width: float) -> str:
    """The cleaned text on one line, cut with an ellipsis when it must be."""
    text = clean(text)
    if text_width(text) <= width:
        return text
    while text and text_width(text + "…") > width:
        text = text[:-1].rstrip()
    return text + "…"
