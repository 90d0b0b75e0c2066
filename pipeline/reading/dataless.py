"""Lines that hold no data, and the rule that says so: blank, title, total or note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.contracts import Field
from pipeline.reading.cleaning import tidy
from pipeline.reading.headers import Layout
from pipeline.reading.numerals import read_number
from pipeline.reading.refusals import Refused
from pipeline.reading.words import fold, unaccented

TOTAL_LINE = "ligne de total"
BLANK_LINE = "ligne vide"
SEPARATOR_LINE = "ligne de séparateurs"
TITLE_CELLS = 2  # a title line has no more filled cells than this, or than half the columns
TOTAL_TOLERANCE = Decimal("0.05")

_BLANK = " \t\xa0\u202f\u200b\ufeff\x0b\x0c\x1a\x1c\x1d\x1e\x1f\x85"
_RULE_CHARACTERS = frozenset("-=_*—–~ ")
_SURE_TOTAL = re.compile(
    r"(sous[ -]?)?tota(l|ux)( (general|annuel|partiel|global|20\d\d|(du|de|des) .*))?[ :]*"
)
_TOTAL = re.compile(r"(sous[ -]?)?tota(l|ux)(?![a-z])")
_NOTE = re.compile(r"[(*]|(?:note|source|legende|lecture|champ|extrait|edite|exporte)s?\b|n\.?b\b")
_RATIO = re.compile(r"taux|pct|moyen|annee|surface|etp|_n1$")


def rule_above(cells: list[str] | None, width: int) -> str | None:
    """The rule for a record above the header; None when it is as full as a row of data."""
    filled = [cell for cell in cells or () if cell.strip(_BLANK)]
    if cells is not None and not filled:
        return BLANK_LINE
    if len(filled) > max(TITLE_CELLS, width // 2):
        return None
    return SEPARATOR_LINE if _is_separator(filled) else "ligne de titre"


def rule_below(cells: list[str], layout: Layout) -> str | None:
    """The rule for a record below the header; None when it is a row."""
    filled = [(place, cell.strip(_BLANK)) for place, cell in enumerate(cells) if cell]
    filled = [(place, cell) for place, cell in filled if cell]
    if not filled:
        return BLANK_LINE
    place, first = filled[0]
    if first[0] in "sStT" and _is_total(unaccented(first), cells, layout):
        return TOTAL_LINE
    if first[0] in "-=_*—–~sS" and _is_separator([cell for _, cell in filled]):
        return SEPARATOR_LINE
    header = layout.cells
    if place < len(header) and first[0] == header[place].strip()[:1] and _repeats(filled, header):
        return "en-tête répété"
    if len(filled) == 1 and len(header) > 1 and _NOTE.match(unaccented(first)):
        return "note de bas de tableau"
    return None


def _repeats(filled: Sequence[tuple[int, str]], header: Sequence[str]) -> bool:
    return [fold(cell) for _, cell in filled] == [fold(cell) for cell in header if cell.strip()]


def _is_separator(filled: Sequence[str]) -> bool:
    if len(filled) == 1 and filled[0].lower().lstrip('"').startswith("sep="):
        return True
    return bool(filled) and all(
        set(cell) <= _RULE_CHARACTERS and len(cell) > len("–") for cell in filled
    )


def _is_total(first: str, cells: list[str], layout: Layout) -> bool:
    """`Total` alone is a total; `Total Énergies` is one only if required cells are empty."""
    if _SURE_TOTAL.fullmatch(first):
        return True
    if not _TOTAL.match(first):
        return False
    required = {field.name for field in layout.contract.fields if field.required}
    pairs = zip(layout.columns, cells, strict=False)
    return any(column in required and not cell.strip(_BLANK) for column, cell in pairs)


def wrong_total(text: str, field: Field, sums: Sequence[Decimal]) -> bool:
    """Whether a readable amount of a total line is none of the sums of the rows above."""
    if field.type not in {"number", "integer"} or _RATIO.search(field.name):
        return False
    try:
        told, _ = read_number(tidy(text)[0], field.name)
    except Refused:
        return False
    return all(abs(told - amount) > TOTAL_TOLERANCE for amount in sums)
