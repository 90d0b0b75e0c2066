"""What the first rows of a big file say of a column: its decimal mark, what follows each cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.contracts import Field
from pipeline.reading.bulk_scan import Scan
from pipeline.reading.cells.readers import Cell, Reader

MOST_TAILS = 300  # texts that tell what follows the cells of a column
NUMBER = re.compile(r"-?\d[\d \xa0\u202f]*(?:[.,]\d+)?", re.ASCII)
DATE_FORMS = {
    "%d/%m/%Y": re.compile(r"\d\d/\d\d/\d{4}", re.ASCII),
    "%Y-%m-%d": re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
}
MONTH_FORMS = {
    "%m/%Y": re.compile(r"\d\d/\d{4}", re.ASCII),
    "%Y-%m": re.compile(r"\d{4}-\d\d", re.ASCII),
}

_COMMA = re.compile(r"-?[\d \xa0\u202f]+,\d{1,4}", re.ASCII)
_POINT = re.compile(r"-?\d+\.(?:\d{1,2}|\d{4})", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(?:[ \xa0\u202f]\d{3})+(?:[.,]\d+)?", re.ASCII)
_NUMBERS = ("1", "12", "7,5", "0,25", "36,6", "1 234", "98")
_DATES = ("03/02/2025", "2025-02-03", "31/12/2024")


class NotPlain(Exception):  # noqa: N818  # not an error: the careful path reads the file
    """The file is not one that the fast path reads like the careful one."""


@dataclass(frozen=True, slots=True)
class Habits:
    """A column, its careful reader, and how often each text is in the first rows."""

    column: Field
    read: Reader
    sample: Mapping[str, int]
    scan: Scan
    missing: Collection[str]  # the marks of absence of the contract


@dataclass(frozen=True, slots=True)
class Suffix:
    """What follows every cell of a column, and the repair that takes it away."""

    text: str = ""
    repair: str = ""


def number_suffix(habits: Habits) -> Suffix:
    """The unit after the numbers of a column, when nearly all bear the same one."""
    return _suffix(habits, (NUMBER,), _NUMBERS)


def date_suffix(habits: Habits) -> Suffix:
    """The time after the dates of a column, when nearly all bear the same one."""
    return _suffix(habits, DATE_FORMS.values(), _DATES)


def _suffix(habits: Habits, forms: Iterable[re.Pattern[str]], probes: Sequence[str]) -> Suffix:
    tails = Counter[str]()
    for text, count in islice(habits.sample.items(), MOST_TAILS):
        found = next((match for form in forms if (match := form.match(text))), None)
        if found:
            tails[text[found.end() :]] += count
    tail, count = tails.most_common(1)[0] if tails else ("", 0)
    if not tail or "%" in tail[:-1] or 2 * count <= tails.total():
        return Suffix()
    repair = _repair(habits.read, tail, probes)
    return Suffix(tail, repair) if repair else Suffix()


def _repair(read: Reader, tail: str, probes: Sequence[str]) -> str:
    """The one repair that the tail costs, "" when the reader sees anything else in it."""
    names = set()
    for probe in probes:
        bare, found = read(probe), read(probe + tail)
        if bare.repairs or _code(bare) != _code(found) or bare.text != found.text:
            return ""
        if not found.refusal:
            names.add(found.repairs)
    repairs = names.pop() if len(names) == 1 else ()
    return repairs[0] if len(repairs) == 1 else ""


def _code(cell: Cell) -> str:
    return cell.refusal.code if cell.refusal else ""


def decimal_mark(habits: Habits, suffix: Suffix) -> str:
    """The mark before the decimals of a column, "" when its first rows have none."""
    bare = {text.removesuffix(suffix.text) for text in habits.sample}
    if habits.column.type != "number":
        return ""
    if any(map(_COMMA.fullmatch, bare)):
        return ","
    return "." if any(map(_POINT.fullmatch, bare)) else ""


def group_marks(habits: Habits, suffix: Suffix) -> list[str]:
    """The spaces that may stand between thousands."""
    bare = (text.removesuffix(suffix.text) for text in habits.sample)
    typed = {char for text in bare if _GROUPED.fullmatch(text) for char in text}
    return sorted({" ", "\xa0", "\u202f"} & typed)


def bare_mark(habits: Habits) -> str:
    """The decimal mark of numbers that nothing follows, for what a column says as a whole."""
    suffix = number_suffix(habits) if habits.column.type in ("number", "integer") else Suffix()
    return "" if suffix.text else decimal_mark(habits, suffix)
