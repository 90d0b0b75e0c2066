"""Lines that hold no data, and the rule that says so: blank, title, header again or note."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from pipeline.reading.frames.headers import Layout
from pipeline.reading.words import fold, unaccented

BLANK_LINE = "ligne vide"
SEPARATOR_LINE = "ligne de séparateurs"
UNIT_LINE = "ligne d'unités"
TITLE_CELLS = 2  # a title line has no more filled cells than this, or than half the columns

_BLANK = " \t\xa0\u202f\u200b\ufeff\x0b\x0c\x1a\x1c\x1d\x1e\x1f\x85"
_RULE_CHARACTERS = frozenset("-=_*—–~ ")
_NOTE = re.compile(
    r"[*(](?![\d\s.,]+\)?$)|#+ |n\.? ?b\b|page \d"
    r"|(?:note|source|legende|lecture|champ|extrait|edite|exporte|imprime|genere|arrete|document"
    r"|fait|date d'(?:edition|export)|total de \d+ lignes?|nombre de lignes|fin (?:du|de l))s?\b"
)
_SENTENCE = re.compile(r"\S\s+\S")
_UNIT = re.compile(
    r"[(\[]?(?:en )?(?:€|eur|euros?|k€|kg|kilos?|tonnes?|t|h|heures?|hh:mm|%|m2|m3|km|l|kwh|mwh"
    r"|mois|jours?|nb|nombre|etp|(?:€|euros?) ?(?:ht|ttc)|[ja]{1,4}[/-][ma]{1,4}([/-][a]{2,4})?"
    r"|aaaa|texte|oui ?[/|-] ?non|o ?/ ?n)[)\]]?"
)
_ACCENTED = {"a": "[aàâä]", "c": "[cç]", "e": "[eéèêë]", "i": "[iîï]", "o": "[oôö]", "u": "[uùûü]"}
_SUSPECT = (
    r"[\W_]*(?:$|s(?:ous|ep=|omme|ource| ?[-/.]? ?tot)|tota|grand|cumul|ensemble|[aà]̀? rep|report"
    r"|note|l[eé]́?g|lecture|champ|extrait|[eé]́?dit|export|impr|g[eé]́?n|arr|docu|fait|date d"
    r"|nombre|fin d|n\.? ?b|page)|[-=_*—–~(]"
)


def suspects(layout: Layout) -> tuple[Callable[[str], object], Callable[[Iterable[str]], object]]:
    """What tells, by its first cell alone, a line that may hold no data: a few rows also do.

    And what tells, by the first cells of several lines, that one of them may.
    """
    pattern, flags = suspect_pattern(layout), re.IGNORECASE | re.MULTILINE
    search = re.compile(rf"\n(?:{pattern})", flags).search
    return re.compile(pattern, flags).match, lambda cells: search("\n".join(("", *cells)))


def suspect_pattern(layout: Layout) -> str:
    """The same as a pattern, which DuckDB reads too: case apart, from the start of the cell."""
    starts = [
        row[place].strip()[:3] for row in layout.header_rows if (place := first_filled(row)) == 0
    ]
    words = ["".join(map(_any_accent, start)) for start in starts if start]
    return "|".join([_SUSPECT, *(rf"[\W_]*{word}" for word in words)])


def _any_accent(char: str) -> str:
    """A letter of a title, which may come back with its accent or without."""
    bare = unaccented(char)
    return _ACCENTED.get(bare, re.escape(char))


def rule_above(cells: list[str] | None, width: int) -> str | None:
    """The rule for a record above the header; None when it is as full as a row of data."""
    filled = [cell for cell in cells or () if cell.strip(_BLANK)]
    if cells is not None and not filled:
        return BLANK_LINE
    if len(filled) > max(TITLE_CELLS, width // 2):
        return None
    return SEPARATOR_LINE if _is_separator(filled) else "ligne de titre"


def first_filled(cells: Sequence[str]) -> int:
    """The place of the first cell that says something, -1 when none does."""
    return next((place for place, cell in enumerate(cells) if cell.strip(_BLANK)), -1)


def rule_below(cells: Sequence[str], place: int, layout: Layout) -> str | None:
    """The rule for a record below the header; None when it is a row or a total.

    `place` is that of its first filled cell.
    """
    if place < 0:
        return BLANK_LINE
    first = cells[place].strip(_BLANK)
    if first[0] in "-=_*—–~sS":
        filled = [cell.strip(_BLANK) for cell in cells if cell.strip(_BLANK)]
        if _is_separator(filled):
            return SEPARATOR_LINE
    if any(_repeats(cells, header) for header in layout.header_rows):
        return "en-tête répété"
    if _is_note(unaccented(first), cells, place, layout):
        return "note de bas de tableau"
    return None


def is_unit_line(cells: Sequence[str]) -> bool:
    """Whether the line just below a header only says in which unit each column is."""
    filled = [cell.strip(_BLANK) for cell in cells if cell.strip(_BLANK)]
    return bool(filled) and all(_UNIT.fullmatch(unaccented(cell)) for cell in filled)


def _repeats(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether the line says again what the header says, a few titles apart."""
    place = first_filled(cells)
    if place >= len(header) or _initial(cells[place]) != _initial(header[place]):
        return False
    filled = [(at, cell) for at, cell in enumerate(cells) if cell.strip(_BLANK)]
    titles = sum(1 for cell in header if cell.strip(_BLANK))
    return 2 * len(filled) >= titles and all(
        at < len(header) and fold(cell) == fold(header[at]) for at, cell in filled
    )


def _initial(cell: str) -> str:
    return unaccented(cell.strip(_BLANK)[:1])


def _is_separator(filled: Sequence[str]) -> bool:
    if len(filled) == 1 and filled[0].lower().lstrip('"').startswith("sep="):
        return True
    return bool(filled) and all(
        set(cell) <= _RULE_CHARACTERS and len(cell) > len("–") for cell in filled
    )


def _is_note(words: str, cells: Sequence[str], place: int, layout: Layout) -> bool:
    """One cell alone, or two when the note holds a delimiter, where no row has so little."""
    found = _NOTE.match(words)
    if not found or len(layout.cells) == 1:
        return False
    filled = sum(1 for cell in cells if cell.strip(_BLANK))
    most = 2 if found[0][0] in "*(" or words[found.end() :].lstrip()[:1] == ":" else 1
    if filled > most:
        return False
    required = {field.name for field in layout.contract.fields if field.required}
    others = [at for at, name in enumerate(layout.columns) if name in required and at != place]
    if not others:  # an identifier is all that a row must have: it is no sentence
        return len(layout.columns) > TITLE_CELLS and bool(_SENTENCE.search(words))
    return any(not (at < len(cells) and cells[at].strip(_BLANK)) for at in others)
