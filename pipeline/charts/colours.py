"""Inks and colours of every chart; nothing is loaded to know them, as the audit reads them too."""

from __future__ import annotations

from functools import cache

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
AA = 4.5  # contrast of text, WCAG 2 level AA


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
