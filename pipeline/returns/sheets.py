"""Workbooks made of text alone: nothing in a cell runs, links or vanishes; always same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from textwrap import wrap
from typing import Any

import xlsxwriter

LONGEST_CELL = 32_767  # UTF-16 units, a limit of the format
LONGEST_SHEET_NAME = 31
CUT = " [… texte trop long pour un tableur]"
INK, GREY, RULE, GROUND = "#1B2430", "#566171", "#D7DCE3", "#F6F4EF"
ALERT, ALERT_GROUND, DOUBT, DOUBT_GROUND = "#A3282B", "#FBE4E2", "#8A5A00", "#FFF3D6"
FONT = "Calibri"
LETTERS = 1.05  # of running text, for each unit of a column's width

_TEXT_ONLY = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

Style = Mapping[str, Any]


@dataclass
class Book:
    """A workbook in the making. `day` stands in its metadata in the place of the clock."""

    title: str
    author: str
    day: datetime
    _buffer: io.BytesIO = field(default_factory=io.BytesIO)
    _names: set[str] = field(default_factory=set)
    _formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open the workbook in memory."""
        self._book = xlsxwriter.Workbook(self._buffer, _TEXT_ONLY)
        self._book.set_properties(
            {"title": self.title, "author": self.author, "created": self.day, "language": "fr"}
        )
        self._book.set_size(1800, 1200)

    def sheet(self, name: str) -> Any:
        """A new sheet under that name, made short, legal and unique."""
        sheet = self._book.add_worksheet(self._free_name(name))
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&9{self.title.replace('&', '&&')}&R&9&A, page &P / &N")
        return sheet

    def style(self, **properties: Any) -> Any:
        """A cell format, made once."""
        base = {"font_name": FONT, "font_size": 11, "font_color": INK, "valign": "top"}
        chosen = {**base, **properties}
        key = tuple(sorted(chosen.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(chosen)
        return self._formats[key]

    def close(self) -> bytes:
        """The bytes of the finished workbook."""
        self._book.close()
        return self._buffer.getvalue()

    def _free_name(self, name: str) -> str:
        clean = _FORBIDDEN.sub(" ", name).strip(" '") or "Feuille"
        for number in range(1, len(self._names) + 2):
            suffix = f" ({number})" if number > 1 else ""
            chosen = _cut(clean, LONGEST_SHEET_NAME - len(suffix)) + suffix
            if chosen.lower() not in self._names:
                break
        self._names.add(chosen.lower())
        return chosen


def _cut(name: str, longest: int) -> str:
    """The name without the words that do not fit."""
    if len(name) <= longest:
        return name
    whole = name[: longest + 1].rsplit(" ", 1)[0]
    return (whole if len(whole) > longest // 2 else name[:longest]).rstrip(" '(")


def put(sheet: Any, row: int, column: int, text: str, style: Any = None) -> None:
    """Write a text as a text; RuntimeError when the library would drop it in silence."""
    half = LONGEST_CELL // 2  # a text so short fits, whatever its letters
    if len(text) > half and len(text.encode("utf-16-le", "surrogatepass")) > 2 * LONGEST_CELL:
        text = text[:half] + CUT
    if not text:
        sheet.write_blank(row, column, None, style)
    elif sheet.write_string(row, column, text, style):
        raise RuntimeError(f"cell not written: row {row}, column {column}")


def note(sheet: Any, row: int, column: int, text: str, *, lines: int = 5) -> None:
    """Attach a note to a cell, wide enough to be read."""
    options = {
        "author": "",
        "x_scale": 2.6,
        "y_scale": max(1.0, lines / 4),
        "font_name": FONT,
        "font_size": 10,
        "color": "#FFFDF5",
    }
    if sheet.write_comment(row, column, text, options):
        raise RuntimeError(f"note not written: row {row}, column {column}")


def height(*cells: tuple[str, float]) -> float:
    """The height of a row whose wrapped texts have columns of those widths."""
    lines = (
        sum(len(wrap(line, max(1, int(width * LETTERS)))) or 1 for line in text.split("\n"))
        for text, width in cells
    )
    return 15.0 * max(lines, default=1) + 3
