"""What one file gives when it is read alone: canonical rows, and one record a fault or repair."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.reading.words import unaccented

ERROR, WARNING, INFO = "error", "warning", "info"
_FORMULA = re.compile(r"[=@\t\r]|[-+](?!\d+(?:[.,]\d+)?$)")  # a spreadsheet would run it


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the faults' file; `line` 0 is the whole file, `value` None what is not told."""

    severity: str
    line: int
    line_end: int
    code: str
    reason: str
    column: str = ""
    column_source: str = ""
    value: str | None = None
    expected: str = ""
    suggestion: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The accepted rows, as canonical texts under `columns`, and all that is to be told."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    entries: Sequence[Entry]
    was_read: bool
    typed: frozenset[int] = field(default_factory=frozenset)  # columns that hold no free text


@cache
def code_of(name: str) -> str:
    """The name of a repair as a code."""
    return re.sub(r"[^a-z0-9]+", "_", unaccented(name)).strip("_")


def canonical(text: str, kind: str) -> str:
    """The text of a cell as it is written out: a month without its day."""
    return text[: len("2025-03")] if kind == "yearmonth" else text


def rows_csv(cleaned: Cleaned, *, for_spreadsheet: bool) -> bytes:
    """UTF-8, commas, LF; texts that look like a formula are made inert only when asked."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    rows: Iterable[Sequence[str]] = [cleaned.columns, *cleaned.rows]
    if for_spreadsheet:
        rows = ([_inert(t) if n not in cleaned.typed else t for n, t in enumerate(r)] for r in rows)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8", errors="replace")


def _inert(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def entries_jsonl(entries: Iterable[Entry]) -> bytes:
    """One JSON object a line; what is not known is null.

    `sheet` is the table inside the file: told for workbooks and archives only.
    """
    encode = json.JSONEncoder(ensure_ascii=False).encode
    lines = [encode(_record(entry)) + "\n" for entry in entries]
    return "".join(lines).encode("utf-8", errors="replace")


def _record(entry: Entry) -> dict[str, str | int | None]:
    record: dict[str, str | int | None] = {
        "severity": entry.severity,
        "line": entry.line,
        "line_end": entry.line_end,
        "column": entry.column or None,
        "column_source": entry.column_source or None,
        "value": entry.value,
        "code": entry.code,
        "reason": entry.reason,
        "expected": entry.expected or None,
        "suggestion": entry.suggestion or None,
    }
    return record | {"sheet": entry.sheet} if entry.sheet else record
