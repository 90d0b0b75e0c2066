"""ODS: the cells of LibreOffice, their errors told, their repetitions bounded."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.reading.books.archives import locked
from pipeline.reading.books.sheets import (
    UNCOMPUTED,
    Format,
    Kind,
    Sheet,
    clock,
    number_text,
    too_big,
    truth,
)
from pipeline.reading.books.xml_events import Attributes, attribute, unreadable, walk

_TIME = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_ERRORS = re.compile(r"#[A-ZÀ-Ü/0-9]+\s?[!?]|Err\s?:\s?\d+|#N/[AD]", re.IGNORECASE)
_UNREAD = frozenset({"annotation", "tracked-changes", "dde-links", "shapes", "forms", "frame"})
_BLANKS = {"s": " ", "tab": "\t", "line-break": "\n"}


def read_ods(files: Mapping[str, bytes], most: int) -> list[Sheet]:
    """The sheets in the order of the tabs; Refused when the workbook is damaged or locked."""
    if b"encryption-data" in files.get("META-INF/manifest.xml", b""):
        raise locked()
    if "content.xml" not in files:
        raise unreadable()
    reader = _Reader(most)
    walk(files["content.xml"], reader.start, reader.end, reader.text)
    return reader.sheets


class _Reader:
    """The whole content, one event after the other."""

    def __init__(self, most: int) -> None:
        self.most = most  # cells of a sheet
        self.sheets: list[Sheet] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.row = self.column = self.repeated_rows = 0
        self.cells: list[tuple[int, int, str]] = []  # column, how many times, text
        self.spans: list[tuple[int, int, int]] = []  # column, rows, columns
        self.cell: Attributes = {}
        self.paragraphs: list[list[str]] = []
        self.unread = self.total = 0
        self.is_text = False

    def start(self, element: str, attributes: Attributes) -> None:
        if element in _UNREAD or self.unread:
            self.unread += 1
        elif element in {"table-cell", "covered-table-cell"}:
            self.cell, self.paragraphs = attributes, []
        elif element == "p":
            self.paragraphs.append([])
            self.is_text = True
        elif element in _BLANKS and self.is_text:
            count = int(attribute(attributes, "c") or 1)
            self.text(_BLANKS[element] * min(count, 100))
        elif element == "table-row":
            self.repeated_rows = int(attribute(attributes, "number-rows-repeated") or 1)
            self.cells, self.spans, self.column = [], [], 0
        elif element == "table":
            is_hidden = attribute(attributes, "style-name") in self.hidden_styles
            self.sheets.append(Sheet(attribute(attributes, "name"), is_hidden))
            self.row = 0
        elif element == "style":
            self.style = attribute(attributes, "name")
        elif element == "table-properties" and attribute(attributes, "display") == "false":
            self.hidden_styles.add(self.style)

    def end(self, element: str) -> None:
        if self.unread:
            self.unread -= 1
        elif element == "p":
            self.is_text = False
        elif element in {"table-cell", "covered-table-cell"}:
            self._end_cell(is_covered=element.startswith("covered"))
        elif element == "table-row":
            self._end_row()

    def text(self, content: str) -> None:
        if self.is_text and not self.unread:
            self.paragraphs[-1].append(content)

    def _end_cell(self, *, is_covered: bool) -> None:
        count = int(attribute(self.cell, "number-columns-repeated") or 1)
        text = "" if is_covered else _cell_text(self.cell, self.paragraphs)
        if text:
            self.cells.append((self.column, count, text))
        rows = int(attribute(self.cell, "number-rows-spanned") or 1)
        columns = int(attribute(self.cell, "number-columns-spanned") or 1)
        if rows > 1 or columns > 1:
            self.spans.append((self.column, rows, columns))
        self.column += count

    def _end_row(self) -> None:
        """Rows repeated to the end of the sheet hold nothing: only texts are multiplied."""
        sheet, first = self.sheets[-1], self.row + 1
        self.row += self.repeated_rows
        self.total += self.repeated_rows * sum(count for _, count, _ in self.cells)
        if self.total > self.most:
            raise too_big(self.most)
        for column, rows, columns in self.spans:
            sheet.merged.append((first, first + rows - 1, column, column + columns - 1))
        if self.cells:
            for row in range(first, self.row + 1):
                for column, count, text in self.cells:
                    for place in range(column, column + count):
                        sheet.put(row, place, text)


def _cell_text(cell: Attributes, paragraphs: list[list[str]]) -> str:
    shown = "\n".join("".join(parts) for parts in paragraphs)
    types = {value for key, value in cell.items() if key.endswith(":value-type")}
    formula = attribute(cell, "formula")
    if "error" in types or (formula and _ERRORS.fullmatch(shown)):
        return "#N/A" if shown in {"#N/A", "#N/D"} else UNCOMPUTED
    kind = cell.get("office:value-type", "")
    value = attribute(cell, "date-value" if kind == "date" else "value")
    if kind in {"float", "currency", "percentage"}:
        form = Format(Kind.PERCENT) if kind == "percentage" else Format(digits=_digits(shown))
        return number_text(value, form)
    if kind == "date":
        return value.replace("T00:00:00", "").replace("T", " ").partition(".")[0]
    if kind == "boolean":
        return truth(attribute(cell, "boolean-value"))
    if kind == "time" and (found := _TIME.fullmatch(attribute(cell, "time-value"))):
        hours, minutes, seconds = (int(part) for part in found.group(2, 3, 4))
        return clock((3600 * hours + 60 * minutes + seconds) * (-1 if found[1] else 1))
    return shown or attribute(cell, "string-value")


def _digits(shown: str) -> int:
    """The width of a code shown with zeros on the left: `01000`."""
    return len(shown) if shown.isdecimal() and shown.startswith("0") else 0
