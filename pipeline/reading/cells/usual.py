"""Cells in the form that most French files have: read at once, without any repair."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from pipeline.contracts import Field
from pipeline.reading.cells.numerals import number_text

_PLAIN_NUMBER = re.compile(r"-?\d{1,12}(?:,\d{1,4})?", re.ASCII)
_SPACED_NUMBER = re.compile(r"-?\d{1,3}(?:[ \xa0\u202f]\d{3}){1,3}(?:,\d{1,4})?", re.ASCII)
_SPACES = re.compile("[ \xa0\u202f]")
_PLAIN_DATE = re.compile(r"(\d\d)/(\d\d)/((?:19|20)\d\d)", re.ASCII)


def _quick_number(text: str) -> str:
    """The canonical text of a number in its usual French form, "" for any other."""
    if not _PLAIN_NUMBER.fullmatch(text):
        if not _SPACED_NUMBER.fullmatch(text):
            return ""
        text = _SPACES.sub("", text)
    whole, _, decimals = text.partition(",")
    decimals = decimals.rstrip("0")
    if whole[0] in "-0" or len(decimals) == 3:
        return number_text(Decimal(f"{whole}.{decimals}") + 0)
    return f"{whole}.{decimals}" if decimals else whole


def _quick_integer(text: str) -> str:
    return str(int(text)) if len(text) <= 12 and text.isascii() and text.isdigit() else ""


def _quick_date(text: str) -> str:
    found = _PLAIN_DATE.fullmatch(text)
    if not found:
        return ""
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return ""


def usual_form(field: Field) -> Callable[[str], str] | None:
    """What reads the usual form of a column at once, None when there is no such form."""
    if field.type != "string" or not field.pattern:
        return _QUICK.get(field.type)
    form = re.compile(field.pattern)

    def code(text: str) -> str:
        is_plain = text[:1].isdigit() and text.isascii() and text.isalnum()
        return text if is_plain and form.fullmatch(text) else ""

    return code


_QUICK: Mapping[str, Callable[[str], str]] = {
    "number": _quick_number,
    "integer": _quick_integer,
    "date": _quick_date,
}
