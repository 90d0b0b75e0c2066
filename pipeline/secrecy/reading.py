"""The printed text of a cell, as the bounds that it gives to a reader."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

Description = Mapping[str, Any]
Exact = Fraction | int  # an int where it is whole: thousands of sums are done with these

SIGNS = {"", "s", "c", "*", "x", "n.d.", "nd", "..."}
RANGE = re.compile(r"\[?(\d+)\s*[-–,]\s*(\d+)\]?$")
BEYOND = re.compile(r"(<=|>=|<|>)\s*(\d+)$")


def exact(value: Any) -> Exact:
    """The number as it is written, without any rounding."""
    if type(value) is int:  # nearly all of them: quicker
        return value
    number = Fraction(str(value))
    return number.numerator if number.denominator == 1 else number


def printed_bounds(
    raw: Mapping[str, Any], description: Description
) -> tuple[Exact | None, Exact | None]:
    """The bounds that the printed text gives, None where it gives none."""
    shown = raw.get("published")
    if shown is None or str(shown).strip() in SIGNS:
        return exact(description.get("suppressed_min", 0)), None
    if shown == "hidden":
        return None, None
    if isinstance(shown, int | float):
        value, half = Fraction(str(shown)), Fraction(0)
        if raw.get("rounded_to"):
            half = Fraction(str(raw["rounded_to"])) / 2
        elif raw.get("kind") == "real" and "decimals" in raw:
            half = Fraction(1, 2 * 10 ** raw["decimals"])
        return exact(value - half), exact(value + half)
    return _range(str(shown).strip(), zero=0 if description.get("zero_shown") is False else 1)


def _range(text: str, zero: int) -> tuple[int | None, int | None]:
    if found := RANGE.match(text):
        return int(found[1]), int(found[2])
    if found := BEYOND.match(text):
        sign, value = found[1], int(found[2])
        edge = value + {"<": -1, ">": 1}.get(sign, 0)
        return (zero, edge) if sign.startswith("<") else (edge, None)
    raise ValueError(f"valeur publiée illisible : {text}")
