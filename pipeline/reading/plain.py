"""The usual form of a column whose texts hardly come back: known at a glance, read in bulk."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from pipeline.contracts import Contract, Field
from pipeline.outside_schema import ABSENCES
from pipeline.reading.cells.cleaning import LONGEST_CELL
from pipeline.table_schema import Outside

_NUMBER = r"(?:0|[1-9]\d{0,2}(?:[ \xa0\u202f]\d{3}){1,3}|[1-9]\d{0,11})(?:,\d{1,2})?"
_LETTER, _SIGN = "0-9A-DF-Za-df-zÀ-ÖØ-öø-ÿ", "!-~À-ÖØ-öø-ÿŒœ’€°²³«»–"  # `E` may start an error
_SHORTER = (
    *((space, "") for space in (" ", "\xa0", "\u202f")),
    *((",00\n", "\n"), (",0\n", "\n")),
    *((f",{digit}0\n", f",{digit}\n") for digit in range(1, 10)),
)
_STRANGE = re.compile(f"[^{_SIGN} \n]")
_WITHOUT_DIGIT = re.compile(r"\n[^0-9\n]*(?=\n)")
_NO_LETTER_FIRST = re.compile(f"\n[^{_LETTER}]")


@dataclass(frozen=True, slots=True)
class PlainForm:
    """`match` says that a text is plain; `are_plain`, that all are, or that it cannot tell.

    `canonical` turns plain texts into canonical ones. What is not plain is for the reader of
    the column, which says the same of what is.
    """

    match: Callable[[str], object]
    are_plain: Callable[[Sequence[str]], object]
    canonical: Callable[[Sequence[str]], list[str]]


def plain_form(field: Field, contract: Contract) -> PlainForm | None:
    """None for a column whose texts are few, or depend on more than themselves."""
    outside = field.outside
    is_free = outside is None or _is_free(outside)
    if field.enum or field.pattern or not is_free or field.name in _naming(contract):
        return None
    if field.type == "number" and (field.minimum or 0) == 0:
        every = re.compile(rf"(?:{_NUMBER}\n)++", re.ASCII).fullmatch

        def are_numbers(texts: Sequence[str]) -> bool:
            is_plain = bool(every("\n".join((*texts, ""))))
            return is_plain and (
                field.maximum is None or max(map(float, _points(texts))) <= field.maximum
            )

        return PlainForm(lambda text: are_numbers([text]), are_numbers, _points)
    if field.type == "string":
        marks = contract.missing_values if outside is None else ABSENCES + contract.missing_values
        marker = 2 * max(map(len, marks), default=0)
        long = rf"(?=.{{0,{LONGEST_CELL}}}\Z)(?=.{{{marker}}}|\D*\d)"
        form = rf"{long}[{_LETTER}](?: ?[{_SIGN}])*"
        has_digit = any(char.isdigit() for text in contract.missing_values for char in text)
        match = re.compile(form).fullmatch
        return None if has_digit else PlainForm(match, partial(_are_texts, marker), list)
    return None


def _is_free(outside: Outside) -> bool:
    """Whether a schema from elsewhere asks nothing more of a column than our own do."""
    asks = (
        *(outside.decimal_char, outside.group_char, outside.kind, outside.form),
        *(outside.first, outside.last, outside.above, outside.below),
    )
    is_any_length = outside.min_length <= 1 and outside.max_length >= LONGEST_CELL
    return not any(asks) and outside.missing is None and is_any_length


def _are_texts(marker: int, texts: Sequence[str]) -> bool:
    """Whether none may be a mark of absence, too long, or have anything odd in it."""
    joined = "\n".join(("", *texts, ""))
    return not (
        len(joined) > LONGEST_CELL
        or "  " in joined
        or " \n" in joined
        or (min(map(len, texts)) < marker and _WITHOUT_DIGIT.search(joined))
        or _STRANGE.search(joined)
        or _NO_LETTER_FIRST.search(joined, 0, len(joined) - 1)
    )


def _naming(contract: Contract) -> set[str]:
    """The columns that name something else: what they say may be a name or its identifier."""
    return {name for key in contract.foreign_keys for name in key.fields}


def _points(texts: Sequence[str]) -> list[str]:
    """Without spaces nor last zeros: there are two decimals at most."""
    joined = "\n".join((*texts, ""))
    for written, kept in _SHORTER:
        joined = joined.replace(written, kept)
    return joined.replace(",", ".").split("\n")[:-1]
