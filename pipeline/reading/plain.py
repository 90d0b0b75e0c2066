"""The usual form of a column whose texts hardly come back: known at a glance, read in bulk."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.contracts import Contract, Field
from pipeline.reading.cells.cleaning import LONGEST_CELL

_NUMBER = r"(?:0|[1-9]\d{0,11})(?:,\d{1,2})?"
_LETTER, _SIGN = "0-9A-DF-Za-df-zÀ-ÖØ-öø-ÿ", "!-~À-ÖØ-öø-ÿŒœ’€°²³«»–"  # `E` may start an error


@dataclass(frozen=True, slots=True)
class PlainForm:
    """`match` says that a text is plain; `canonical` turns plain texts into canonical ones.

    What it does not match is for the reader of the column, which says the same of what it does.
    """

    match: Callable[[str], object]
    canonical: Callable[[Sequence[str]], list[str]]


def plain_form(field: Field, contract: Contract) -> PlainForm | None:
    """None for a column whose texts are few, or depend on more than themselves."""
    if field.outside or field.enum or field.name in _naming(contract):
        return None
    if field.type == "number" and field.maximum is None and (field.minimum or 0) == 0:
        return PlainForm(re.compile(_NUMBER, re.ASCII).fullmatch, _points)
    if field.type == "string" and not field.pattern:
        marker = 2 * max(map(len, contract.missing_values), default=0)
        form = rf"(?=.{{{marker},{LONGEST_CELL}}}\Z|\D*\d)[{_LETTER}](?: ?[{_SIGN}])*"
        has_digit = any(char.isdigit() for text in contract.missing_values for char in text)
        return None if has_digit else PlainForm(re.compile(form).fullmatch, list)
    return None


def _naming(contract: Contract) -> set[str]:
    """The columns that name something else: what they say may be a name or its identifier."""
    return {name for key in contract.foreign_keys for name in key.fields}


def _points(texts: Sequence[str]) -> list[str]:
    return [
        text.replace(",", ".").rstrip("0").rstrip(".") if "," in text else text for text in texts
    ]
