"""What people write where they have nothing to write."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from pipeline.contracts import Field
from pipeline.reading.cells.cleaning import NOT_AVAILABLE
from pipeline.reading.words import unaccented

_USUAL = frozenset(
    (
        "nc", "so", "neant", "nd", "nr", "na", "n/a", "n/c", "n/d", "n/r", "s/o", "null", "vide",
        "(vide)", "sans objet", "non communique", "non renseigne", "non concerne", "non disponible",
        "non applicable",
    )
)  # fmt: skip
_LONGEST = 20  # characters: no marker is longer
_DASHES = re.compile("[-‐‑–—−]{1,5}")


def is_absent(field: Field, missing: Collection[str]) -> Callable[[str], bool]:
    """Whether a tidy text stands for no value, in the words of the contract or of everyone.

    In a free text only the words of the contract count; a value of a closed list is never one.
    """
    told = {unaccented(marker) for marker in missing}
    is_text = field.type == "string" and not field.enum and not field.pattern
    if not is_text:
        told |= _USUAL | {_bare(marker) for marker in told}
    has_digit = any(marker[:1].isdigit() for marker in told)
    has_dash = not is_text or "-" in told
    kept = {value.lower() for value in (*field.enum, *field.true_values, *field.false_values)}

    def absent(text: str) -> bool:
        if not text or text == NOT_AVAILABLE:
            return True
        if len(text) > _LONGEST or (text[0].isdigit() and not has_digit) or text.lower() in kept:
            return False
        plain = unaccented(text)
        if plain in told or (has_dash and _DASHES.fullmatch(text)):
            return True
        return not is_text and _bare(plain) in told

    return absent


def _bare(text: str) -> str:
    return text.replace(".", "").replace(" ", "")
