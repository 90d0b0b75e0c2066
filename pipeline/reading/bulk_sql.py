"""The usual French form of each column as SQL: what it does not accept is left to the readers.

An expression gives the typed value of a cell and whether the cell is plain, that is read without
any repair. It may call an odd cell odd without need, never a doubtful one plain: every text it
accepts is one that the reader of the column reads as the same value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.contracts import Field, sql_type
from pipeline.reading.bulk_scan import Scan
from pipeline.reading.choices import TICKS
from pipeline.reading.cleaning import LONGEST_CELL, tidy
from pipeline.reading.readers import Reader
from pipeline.reading.refusals import Refused
from pipeline.reading.words import unaccented

MOST_SPELLINGS = 200  # of a closed list

_DASHES = "‐‑–—−"
_COMMA = re.compile(r"-?[\d \xa0\u202f]+,\d{1,4}", re.ASCII)
_POINT = re.compile(r"-?\d+\.(?:\d{1,2}|\d{4})", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(?:[ \xa0\u202f]\d{3})+(?:[.,]\d+)?", re.ASCII)
_DATE_FORMS = {
    "%d/%m/%Y": re.compile(r"\d\d/\d\d/\d{4}", re.ASCII),
    "%Y-%m-%d": re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
}
_MONTH_FORMS = {
    "%m/%Y": re.compile(r"\d\d/\d{4}", re.ASCII),
    "%Y-%m": re.compile(r"\d{4}-\d\d", re.ASCII),
}
_SHARED_PATTERN = re.compile(r"(?:\\[.d/-]|\((?!\?)|[^\\(])*")  # RE2 and Python read it alike


class NotPlain(Exception):  # noqa: N818  # not an error: the careful path reads the file
    """The file is not one that the fast path reads like the careful one."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What the first rows and the bytes of a file say of a column."""

    column: Field
    read: Reader
    sample: Collection[str]  # distinct texts of the first rows
    scan: Scan
    missing: Collection[str]  # the marks of absence of the contract


@dataclass(frozen=True, slots=True)
class Typed:
    """A column as SQL. `check` holds of the typed value and of the text when the cell is plain."""

    value: str
    check: str


def typed(text: str, value: str, habits: Habits) -> Typed:
    """The SQL of one column; `text` and `value` are the names of its two forms."""
    column = habits.column
    if column.outside is not None or column.is_carried:
        raise NotPlain
    if column.enum or column.type == "boolean":
        known = {*column.enum, *column.true_values, *column.false_values}
        found = Typed(_listed(text, habits, known), f"{value} is not null")
    elif column.type == "string":
        found = Typed(f"nullif({text}, '')", _plain_text(text, habits))
    else:
        compiler = {"number": _number, "integer": _number, "year": _year, "date": _date}
        found = compiler.get(column.type, _month)(text, value, habits)
    return found if column.required else replace(found, check=f"({text} = '' or {found.check})")


def typed_member(text: str, value: str, habits: Habits, members: Collection[str]) -> Typed:
    """A column that names a structure: only identifiers are plain."""
    return Typed(_listed(text, habits, members), f"{value} is not null")


def decimal_mark(habits: Habits) -> str:
    """The mark before the decimals of a column, "" when its first rows have none."""
    if habits.column.type != "number":
        return ""
    if any(map(_COMMA.fullmatch, habits.sample)):
        return ","
    return "." if any(map(_POINT.fullmatch, habits.sample)) else ""


def _listed(text: str, habits: Habits, values: Collection[str]) -> str:
    """The texts that the reader itself reads as a value, without repair."""
    read = {}
    for one in sorted({*values, *habits.sample}):
        found = habits.read(one)
        if found.text and not found.repairs and not found.refusal and one.lower() not in TICKS:
            read[one] = found.text
    if not 0 < len(read) <= MOST_SPELLINGS:
        raise NotPlain
    kind = sql_type(habits.column)
    if kind == "VARCHAR" and all(one == value for one, value in read.items()):
        return f"case when list_contains({strings(list(read))}, {text}) then {text} end"
    cases = " ".join(
        f"when {string(one)} then {string(read[one])}::{kind}"
        for one in sorted(read, key=lambda one: one not in habits.sample)
    )
    return f"case {text} {cases} end"


def _number(text: str, value: str, habits: Habits) -> Typed:
    mark = decimal_mark(habits)
    decimals = {",": "(?:,[0-9]{1,4})?", ".": r"(?:\.(?:[0-9]{1,2}|[0-9]{4}))?", "": ""}[mark]
    spaces = {" ", "\xa0", "\u202f"} & {*"".join(filter(_GROUPED.fullmatch, habits.sample))}
    spaces |= {"\xa0", "\u202f"} & habits.scan.unusual
    grouped = f"|[0-9]{{1,3}}(?:[{''.join(sorted(spaces))}][0-9]{{3}}){{1,3}}" if spaces else ""
    form = f"-?(?:[0-9]{{1,12}}{grouped}){decimals}"
    bare = text
    for space in sorted(spaces):
        bare = f"replace({bare}, {string(space)}, '')"
    if mark == ",":
        bare = f"replace({bare}, ',', '.')"
    number = f"try_cast({bare} as {sql_type(habits.column)})"
    read = f"case when regexp_full_match({text}, {string(form)}) then {number} end"
    return Typed(read, _bounds(value, habits.column))


def _year(text: str, value: str, habits: Habits) -> Typed:
    form = "19[0-9]{2}|20[0-9]{2}"
    read = f"case when regexp_full_match({text}, '{form}') then try_cast({text} as integer) end"
    return Typed(read, _bounds(value, habits.column))


def _bounds(value: str, column: Field) -> str:
    low, high = column.minimum, column.maximum
    limits = [f"{value} is not null"]
    limits += [f"{value} >= {low:f}"] if low is not None else []
    limits += [f"{value} <= {high:f}"] if high is not None else []
    return " and ".join(limits)


def _date(text: str, value: str, habits: Habits) -> Typed:
    return _parsed(text, value, habits.sample, _DATE_FORMS)


def _month(text: str, value: str, habits: Habits) -> Typed:
    return _parsed(text, value, habits.sample, _MONTH_FORMS)


def _parsed(
    text: str, value: str, sample: Collection[str], forms: Mapping[str, re.Pattern[str]]
) -> Typed:
    """DuckDB lets spaces stand around a date, and its year be of any time."""
    used = [form for form, seen in forms.items() if any(map(seen.fullmatch, sample))]
    tried = [f"try_strptime({text}, '{form}')" for form in used or forms]
    day = f"coalesce({', '.join(tried)})" if len(tried) > 1 else tried[0]
    length = {"%d/%m/%Y": 10, "%Y-%m-%d": 10}.get(next(iter(forms)), 7)
    return Typed(
        f"case when length({text}) = {length} then {day}::date end",
        f"{value} between date '1900-01-01' and date '2099-12-31' "
        f"and {text} >= '0' and not ends_with({text}, ' ')",
    )


def _plain_text(text: str, habits: Habits) -> str:
    scan, pattern = habits.scan, habits.column.pattern
    odd = [char for char in sorted(scan.unusual) if _is_odd(char)]
    checks = [
        f"{text} >= '0'",  # neither a space, an apostrophe, a hash, a dash nor a parenthesis
        f"not ends_with({text}, ' ')",
        f"not contains({text}, '  ')",
        *(f"not contains({text}, {string(char)})" for char in odd),
    ]
    if "\t" in scan.marks:
        checks.append(f"not contains({text}, chr(9))")
    if "=" in scan.marks:
        checks.append(f"not starts_with({text}, '=')")
    if ":" in scan.marks:
        checks.append(f"not (length({text}) < 9 and starts_with(lower({text}), 'err'))")
    if pattern:
        if not _SHARED_PATTERN.fullmatch(pattern):
            raise NotPlain
        checks.append(f"regexp_full_match({text}, {string(pattern)})")
    checks.append(_not_absent(text, habits))
    return f"({' and '.join(checks)})"


def _not_absent(text: str, habits: Habits) -> str:
    """Short texts are compared with what the contract, and everyone for a code, writes."""
    words = {unaccented(mark) for mark in habits.missing}
    if any(char.isdigit() for word in words for char in word):
        raise NotPlain
    longest = max(map(len, words), default=0)
    short = f"not list_contains({strings(sorted(words))}, lower(strip_accents({text})))"
    if habits.column.pattern:
        longest, short = max(16, longest), f"regexp_matches({text}, '[0-9]')"
    for dash in sorted(habits.scan.unusual & set(_DASHES)):
        short += f" and not contains({text}, {string(dash)})"
    return (
        f"case when {text} < ':' or length({text}) > {longest} "
        f"then length({text}) <= {LONGEST_CELL} else {short} end"
    )


def _is_odd(char: str) -> bool:
    """Whether a text may change, or mean something else, because it holds this character."""
    try:
        is_kept = tidy(f"a{char}b") == (f"a{char}b", ())
    except Refused:
        return True
    code = ord(char)
    is_known = code < 0x300 or 0x2010 <= code < 0x2C00
    return not (is_kept and is_known and _keeps_its_form(char))


def _keeps_its_form(char: str) -> bool:
    return char in _LETTERS or unicodedata.normalize("NFKD", char) == char


_LETTERS = frozenset(map(chr, range(0xC0, 0x100))) | frozenset("Œœ’€")


def string(text: str) -> str:
    """A text as SQL reads it."""
    return "'" + text.replace("'", "''") + "'"


def strings(texts: Sequence[str]) -> str:
    """A list of texts as SQL reads it."""
    return f"[{', '.join(map(string, texts))}]"
