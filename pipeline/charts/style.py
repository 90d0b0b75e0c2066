"""Fonts, inks, sizes and colours of every chart; text measured as it will be set."""

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

INK = "#1B2430"
INK_SOFT = "#566171"
RULE = "#D7DCE3"
TRACK = "#E8EBEF"
WHITE = "#FFFFFF"
THEMES = {
    "insertion": "#2B4C7E",
    "developpement_local": "#B8500C",
    "environnement": "#12756B",
    "cooperation": "#7A3E6B",
    "gouvernance": "#7A3E6B",
    "finances": "#4A5568",
    "qualite": "#4A5568",
}

SMALL = 8.0  # points; nothing is smaller on paper
STRONG = 9.0
MM_PER_PT = 25.4 / 72
CAP_HEIGHT = 0.66  # of the size, in Source Sans 3
LEADING = 1.2

AA = 4.5  # contrast of text, WCAG 2 level AA


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


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB` (WCAG 2)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_on(ground: str) -> str:
    """The ink that reads best on a ground."""
    return max((WHITE, INK), key=lambda ink: contrast(ink, ground))


def _mix(colour: str, white: float) -> str:
    channels = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(c + (255 - c) * white):02X}" for c in channels)


@cache
def tint(colour: str, target: float) -> str:
    """The colour mixed with white until its luminance reaches `target`; never darker."""
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if luminance(_mix(colour, middle)) < target else (low, middle)
    return _mix(colour, low)


def ramp(colour: str, count: int) -> tuple[str, ...]:
    """`count` tints from the colour to a pale one, far enough apart to be told in grey."""
    return tuple(_paler(colour, i / max(count - 1, 1)) for i in range(count))


def intensity(colour: str, fraction: float) -> str:
    """A tint for a share of the highest value: pale near 0, the colour itself at 1."""
    return _paler(colour, 1 - fraction)


@cache
def _paler(colour: str, way: float) -> str:
    """The tint at `way` between the colour (0) and a pale one (1), evenly in contrast.

    Luminances on which neither white nor ink would be readable are jumped over.
    """
    start, end = luminance(colour) + 0.05, 0.85
    last_for_white, first_for_ink = 1.05 / AA - 0.003, AA * (luminance(INK) + 0.05) + 0.003
    jump = first_for_ink / last_for_white
    level = start * (end / start / jump) ** way
    return tint(colour, (level * jump if level > last_for_white else level) - 0.05)


def line_colours(theme: str, rank: int) -> tuple[str, str]:
    """Colours of the line of that rank and of its text (which must reach AA on white)."""
    base = THEMES[theme]
    pale = tint(base, 0.27)
    cycle = ((base, base), (pale, tint(base, 0.165)), (INK_SOFT, INK_SOFT), (INK, INK))
    return cycle[rank % len(cycle)]
