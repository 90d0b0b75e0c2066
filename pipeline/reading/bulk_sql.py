"""The usual French form of each column as SQL: what it does not accept is left to the readers.

An expression gives the typed value of a cell and whether the cell is plain, that is read without
any repair. It may call an odd cell odd without need, never a doubtful one plain: every text it
accepts is one that the reader of the column reads as the same value.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.contracts import Field, quote, sql_type
from pipeline.reading.bulk_habits import (
    DATE_FORMS,
    MONTH_FORMS,
    Habits,
    NotPlain,
    Suffix,
    date_suffix,
    decimal_mark,
    group_marks,
    number_suffix,
)
from pipeline.reading.cells.choices import TICKS
from pipeline.reading.cells.cleaning import LONGEST_CELL, tidy
from pipeline.reading.loading import NEXT_NAME
from pipeline.reading.refusals import Refused
from pipeline.reading.words import unaccented

MOST_SPELLINGS = 200  # of a closed list
MOST_CASES = 40  # compared one after the other

_DASHES = "‐‑–—−"
_LETTERS = frozenset(map(chr, range(0xC0, 0x100))) | frozenset("Œœ’€")
_SHARED_PATTERN = re.compile(r"(?:\\[.d/-]|\((?!\?)|[^\\(])*")  # RE2 and Python read it alike


_CODE_PATTERN = re.compile(r"\^?(?:\[[0-9A-Za-z-]+\]|\{[0-9,]+\}|[0-9A-Za-z()|?])*\$?")


@dataclass(frozen=True, slots=True)
class Typed:
    """A column as SQL.

    `check` holds of the typed value and of the text when the cell is plain; `repair` tells the
    column and what was repaired in it, from the value in the table; "" when nothing ever is.
    """

    value: str
    check: str
    repair: str = ""


def typed(text: str, value: str, habits: Habits) -> Typed:
    """The SQL of one column; `text` and `value` are the names of its two forms."""
    column = habits.column
    if column.outside is not None or column.is_carried:
        raise NotPlain
    if column.enum or column.type == "boolean":
        known = {*column.enum, *column.true_values, *column.false_values}
        found = _listed(text, value, habits, known)
    elif column.type == "string":
        found = Typed(f"nullif({text}, '')", _plain_text(text, habits))
    else:
        compiler = {"number": _number, "integer": _number, "year": _year}
        found = compiler.get(column.type, _date)(text, value, habits)
    return found if column.required else replace(found, check=f"({text} = '' or {found.check})")


def typed_member(text: str, value: str, habits: Habits, members: Collection[str]) -> Typed:
    """A column that names a structure, by its identifier or always by its name."""
    return _listed(text, value, habits, members)


def _listed(text: str, value: str, habits: Habits, values: Collection[str]) -> Typed:
    """The texts that the reader itself takes for a value: all without repair, or one with."""
    as_told: dict[str, str] = {}
    repaired: dict[str, tuple[str, str]] = {}  # by value: its most usual text, the repair
    for one in sorted({*values, *habits.sample}, key=lambda one: (habits.sample.get(one, 0), one)):
        cell = habits.read(one)
        if not cell.text or cell.refusal or one.lower() in TICKS:
            continue
        if not cell.repairs:
            as_told[one] = cell.text
        elif len(cell.repairs) == 1 and one in habits.sample:
            repaired[cell.text] = (one, cell.repairs[0])
    told = Counter[str]()
    for one, found in as_told.items():
        told[found] += habits.sample.get(one, 0)
    repaired = {v: one for v, one in repaired.items() if habits.sample[one[0]] > told[v]}
    read = {one: found for one, found in as_told.items() if found not in repaired}
    read |= {one: found for found, (one, _) in repaired.items()}
    if not 0 < len(read) <= MOST_SPELLINGS:
        raise NotPlain
    names = {found: name for found, (_, name) in repaired.items()}
    return Typed(_cases(text, read, habits), f"{value} is not null", _names(habits.column, names))


def _cases(text: str, read: Mapping[str, str], habits: Habits) -> str:
    """Neither IN nor `list_contains`: DuckDB makes joins of them, and joins move rows."""
    kind = sql_type(habits.column)
    if len(read) > MOST_CASES:
        pairs = ", ".join(f"{string(one)}: {string(found)}" for one, found in read.items())
        return f"map {{{pairs}}}[{text}]::{kind}"
    ranked = sorted(read, key=lambda one: -habits.sample.get(one, 0))
    return f"case {text} {_whens(ranked, [string(read[one]) for one in ranked], kind)} end"


def _names(column: Field, names: Mapping[str, str]) -> str:
    if not names:
        return ""
    cell = f"{quote(column.name)}::varchar"
    told = [string(f"{column.name}{NEXT_NAME}{name}") for name in names.values()]
    return f"case {cell} {_whens(list(names), told, 'varchar')} end"


def _whens(texts: Sequence[str], results: Sequence[str], kind: str) -> str:
    pairs = zip(texts, results, strict=True)
    return " ".join(f"when {string(one)} then {result}::{kind}" for one, result in pairs)


def _number(text: str, value: str, habits: Habits) -> Typed:
    suffix = number_suffix(habits)
    mark, spaces = decimal_mark(habits, suffix), group_marks(habits, suffix)
    decimals = {",": "(?:,[0-9]{1,4})?", ".": r"(?:\.(?:[0-9]{1,2}|[0-9]{4}))?", "": ""}[mark]
    grouped = f"|(?:[{''.join(spaces)}][0-9]{{3}}){{1,3}}" if spaces else ""
    form = f"-?[0-9]{{1,3}}(?:[0-9]{{0,9}}{grouped}){decimals}{re.escape(suffix.text)}"
    bare = text
    for removed in filter(None, (suffix.text, *spaces)):
        bare = f"replace({bare}, {string(removed)}, '')"
    if mark == ",":
        bare = f"replace({bare}, ',', '.')"
    number = f"try_cast({bare} as {sql_type(habits.column)})"
    read = f"case when regexp_full_match({text}, {string(form)}) then {number} end"
    return Typed(read, _bounds(value, habits.column), _repair(habits.column, suffix))


def _repair(column: Field, suffix: Suffix) -> str:
    if not suffix.text:
        return ""
    told = string(f"{column.name}{NEXT_NAME}{suffix.repair}")
    return f"case when {quote(column.name)} is not null then {told} end"


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
    """DuckDB lets spaces stand around a date, and its year be of any time."""
    is_month = habits.column.type == "yearmonth"
    suffix = Suffix() if is_month else date_suffix(habits)
    forms, length = (MONTH_FORMS, 7) if is_month else (DATE_FORMS, 10 + len(suffix.text))
    bare = {one.removesuffix(suffix.text) for one in habits.sample}
    used = [form for form, seen in forms.items() if any(map(seen.fullmatch, bare))]
    tried = [f"try_strptime({text}, {string(form + suffix.text)})" for form in used or forms]
    day = f"coalesce({', '.join(tried)})" if len(tried) > 1 else tried[0]
    return Typed(
        f"case when length({text}) = {length} then {day}::date end",
        f"{value} between date '1900-01-01' and date '2099-12-31' and {text} >= '0'"
        + (f" and not ends_with({text}, ' ')" if habits.scan.has_odd_spaces else ""),
        _repair(habits.column, suffix),
    )


def _plain_text(text: str, habits: Habits) -> str:
    scan, pattern = habits.scan, habits.column.pattern
    if pattern and _CODE_PATTERN.fullmatch(pattern):  # made of letters and digits, without spaces
        form = f"{text} >= '0' and regexp_full_match({text}, {string(pattern)})"
        return f"({form} and {_not_absent(text, habits)})"
    odd = [char for char in sorted(scan.unusual) if _is_odd(char)]
    checks = [
        f"{text} >= '0'",  # neither a space, an apostrophe, a hash nor a dash; `="…"` has quotes
        *(f"not contains({text}, {string(char)})" for char in odd),
    ]
    if scan.has_odd_spaces:
        checks += [f"not ends_with({text}, ' ')", f"not contains({text}, '  ')"]
    if "\t" in scan.marks:
        checks.append(f"not contains({text}, chr(9))")
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
    known = "|".join(re.escape(word) for word in sorted(words))
    short = f"not regexp_full_match(lower(strip_accents({text})), {string(known)})"
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


def string(text: str) -> str:
    """A text as SQL reads it."""
    return "'" + text.replace("'", "''") + "'"
