"""French as it is printed: numbers, units, spacing, plurals. Pure functions of their arguments."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from pipeline.model import Figure, Indicator, State, Target
from pipeline.proof import marks

NARROW = "\u202f"  # narrow no-break space: thousands, before ; ! ? % and units
NBSP = "\u00a0"  # no-break space: before the colon, inside guillemets
MINUS = "\u2212"
POINTS = "pts"  # of a difference between shares
SINGULARS = {POINTS: "pt", "emplois": "emploi", "passages": "passage", "tiges": "tige"}  # units

STATE_TEXT = {
    State.HIDDEN: "s",
    State.NOT_SIGNIFICANT: "n.s.",
    State.MISSING: "n.d.",
    State.NOT_APPLICABLE: "–",
}


def number(value: Decimal | int, decimals: int = 0, *, signed: bool = False) -> str:
    """Write a number as in French print: `1 234,5`, half away from zero, true minus sign."""
    rounded = _rounded(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", NARROW).replace(".", ",")
    if rounded < 0:
        return MINUS + text
    return f"+{text}" if signed and rounded > 0 else text


def _rounded(value: Decimal | int, decimals: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def quantity(value: Decimal | int, unit: str, decimals: int = 0, *, signed: bool = False) -> str:
    """A number followed by its unit, never separated from it by a line break."""
    text = number(value, decimals, signed=signed)
    if unit in SINGULARS:
        unit = plural(_rounded(value, decimals), SINGULARS[unit], unit)
    return f"{text}{NARROW}{unit}" if unit and unit != "nb" else text


def chemical(text: str) -> str:
    """The gas as it is printed: `tCO₂e`; files and the ledger keep the plain digit."""
    return text.replace("CO2", "CO₂")


def figure_text(figure: Figure, indicator: Indicator, *, unit: bool = True) -> str:
    """What a reader sees of a figure: the value, or the sign of its state (`s`, `n.s.`…)."""
    if figure.value is None:
        return marks.of_figures(STATE_TEXT[figure.state], figure)
    text = quantity(figure.value, indicator.unit if unit else "", indicator.decimals)
    return marks.of_figures(text, figure)


def target_decimals(target: Target) -> int:
    """The decimals with which a target was set: `60 %`, not `60,0 %`."""
    return decimals_of(target.value)


def decimals_of(value: Decimal) -> int:
    """The decimals that a number needs to be written whole."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def target_text(target: Target, unit: str) -> str:
    """A target's value as it was set, with its unit."""
    text = quantity(target.value, unit, target_decimals(target))
    return marks.of(text, f"objectif/{target.indicator}|{target.year or ''}")


def plural(count: Decimal | int, singular: str, several: str | None = None) -> str:
    """The noun that agrees with a count; in French the plural starts at two."""
    return singular if -2 < count < 2 else (several or f"{singular}s")


_BEFORE = re.compile(r"(?<![(/])[ \u00a0\u202f]*([;!?%€»])(?![\w/])")
_COLON = re.compile(r"[ \u00a0\u202f]+:")
_AFTER = re.compile(r"«[ \u00a0\u202f]*")
_AT = re.compile(rf"\bà (?=\d|{marks.SIGNS[0]})")
_REFERENCE = re.compile(r"\b(n°|article|articles|L\.) (?=[\dL])")
_UNIT = re.compile(r"(?<=\d) (?=(?:ETP|kWh|m²)\b)")
_FIRST = re.compile(r"\b1er\b")
_THOUSANDS = re.compile(r"(?<!\d)(\d{1,3}) (?=\d{3}(?!\d))")


def _spaced(found: re.Match[str]) -> str:
    """A sign after its space: whole after a word (`En %`), narrow after a number."""
    is_unit = found[1] in {"%", "€"} and found.string[: found.start()][-1:].isalpha()
    return (NBSP if is_unit or found[1] == "»" else NARROW) + found[1]


def typo(text: str) -> str:
    """French spacing, apostrophes and raised letters; a number stays with the word it needs."""
    text = _BEFORE.sub(_spaced, text.replace("'", "’"))
    text = _THOUSANDS.sub(rf"\1{NARROW}", _AFTER.sub("«" + NBSP, text))
    text = _REFERENCE.sub(rf"\1{NBSP}", _AT.sub("à" + NBSP, _UNIT.sub(NARROW, text)))
    return chemical(_FIRST.sub("1ᵉʳ", _COLON.sub(NBSP + ":", text)))
