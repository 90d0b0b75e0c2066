"""The marks left in the workbooks that this program hands out, known again on the way back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.reading.words import fold

REMEDY_TITLE = "À corriger"  # a column before the member's own ones; its text is never data
READ_ME, EXPLANATIONS, LISTS = "À lire", "Explications", "Listes"  # sheets without data
NOT_READ = "Cette feuille explique : elle n’est pas relue."  # stands at the top of each of them
_TOP = 3  # lines

_DATED = re.compile(r"(20\d\d)(?: · .+)?", re.ASCII)


def is_remedy_title(title: str) -> bool:
    """Whether a column is the one that a return slip adds: to be read as if it were empty."""
    return fold(title) == fold(REMEDY_TITLE)


def without_remedies(lines: Sequence[str], delimiter: str, titles: Sequence[str]) -> Sequence[str]:
    """The lines with that column emptied, so that a blank or a total row is one again.

    A row whose quoted cells go past the end of its line is left as it is.
    """
    if not titles or not is_remedy_title(titles[0]):
        return lines
    return [_without_first(line, delimiter) for line in lines]


def _without_first(line: str, delimiter: str) -> str:
    if line.startswith('"'):
        found = re.match(r'"(?:[^"]|"")*"(?=' + re.escape(delimiter) + "|$)", line)
        return line[found.end() :] if found else line
    place = line.find(delimiter)
    return line[place:] if place >= 0 else line


def is_own_notice(lines: Sequence[str]) -> bool:
    """Whether a sheet says at its top that it is one of ours, without data."""
    return any(NOT_READ in line for line in lines[:_TOP])


def dated_sheet_name(year: int | None, title: str) -> str:
    """The name of a returned sheet; it keeps the year that the folder of its file told."""
    return f"{year} · {title}" if year else title


def sheet_folders(name: str) -> tuple[str, ...]:
    """The year that names a sheet, or a returned one: it counts as its innermost folder."""
    found = _DATED.fullmatch(name)
    return (found[1],) if found else ()
