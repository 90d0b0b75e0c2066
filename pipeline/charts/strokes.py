"""A drawing as marks in painting order: what the press writes as operators of the page.

An SVG says the same in text, which the PDF engine must parse and sets letter by letter.
"""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[float, float, float]
Piece = tuple[str, tuple[float, ...]]  # a PDF operator of construction and its operands


@dataclass(frozen=True, slots=True)
class Stroke:
    """A path and how it is inked; lengths in points from the bottom left corner."""

    pieces: tuple[Piece, ...]
    fill: Colour | None
    edge: Colour | None
    width: float
    dashes: tuple[float, ...]
    cap: int
    join: int


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text from its left end; `angle` in degrees."""

    x: float
    y: float
    text: str
    family: str
    size: float
    weight: int
    slant: str
    colour: Colour
    angle: float


@dataclass(frozen=True, slots=True)
class Strokes:
    """A drawing: its size in points and its marks in painting order."""

    width: float
    height: float
    marks: tuple[Stroke | Words, ...]
