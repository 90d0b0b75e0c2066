"""XLS, the workbook of 1997: calamine gives the values, the records what it leaves out.

Left out are errors, which come back as blanks, and the formats of percentages and codes. The
layout of the records is that of [MS-XLS] and [MS-CFB].
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from pipeline.reading.archives import locked
from pipeline.reading.compound import read_stream
from pipeline.reading.sheets import (
    MOST_CELLS,
    Format,
    Kind,
    Sheet,
    clock,
    moment_text,
    number_text,
    read_format,
    too_big,
)
from pipeline.reading.xml_events import unreadable

_FORMULA, _FILE_PASS, _BOUND_SHEET, _MULTIPLE, _XF = 0x06, 0x2F, 0x85, 0xBD, 0xE0
_SHARED_TEXT, _NUMBER, _TEXT, _TRUTH, _SHORT, _FORMAT = 0xFD, 0x203, 0x204, 0x205, 0x27E, 0x41E
_START, _END = 0x809, 0x0A
_CELLS = frozenset((_FORMULA, _SHARED_TEXT, _NUMBER, _TEXT, _TRUTH, _SHORT, _MULTIPLE))
_ERRORS = {
    0x00: "#NUL!",
    0x07: "#DIV/0!",
    0x0F: "#VALEUR!",
    0x17: "#REF!",
    0x1D: "#NOM?",
    0x24: "#NOMBRE!",
    0x2A: "#N/A",
}
_BUILT_IN = {9: Format(Kind.PERCENT), 10: Format(Kind.PERCENT)}
_PLAIN = Format()

Place = tuple[int, int]  # 1-based row, 0-based column


@dataclass(slots=True)
class _Marks:
    """What the records of one sheet say beside the values."""

    errors: dict[Place, str] = field(default_factory=dict)
    styles: dict[Place, int] = field(default_factory=dict)
    height: int = 0
    width: int = 0


def read_xls(data: bytes) -> list[Sheet]:
    """The sheets of cells in the order of the tabs; Refused when damaged or locked."""
    try:
        stream = read_stream(data, ("Workbook", "Book"))
        formats, marks = _formats(stream), _marks(stream)
        if any(one.height * one.width > MOST_CELLS for one in marks.values()):
            raise too_big()
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = []
        for tab in book.sheets_metadata:
            if tab.name in marks:
                sheet = Sheet(tab.name, is_hidden=tab.visible is not SheetVisibleEnum.Visible)
                _fill(sheet, book, formats, marks[tab.name])
                sheets.append(sheet)
    except (CalamineError, struct.error, ValueError, IndexError) as error:
        raise unreadable() from error
    return sheets


def _fill(sheet: Sheet, book: CalamineWorkbook, formats: list[Format], marks: _Marks) -> None:
    source = book.get_sheet_by_name(sheet.name)
    for row, values in enumerate(source.to_python(skip_empty_area=False), start=1):
        for column, value in enumerate(values):
            style = marks.styles.get((row, column), -1)
            form = formats[style] if 0 <= style < len(formats) else _PLAIN
            sheet.put(row, column, _value_text(value, form))
    for place, error in marks.errors.items():
        sheet.put(*place, error)
    for (top, left), (bottom, right) in source.merged_cell_ranges or ():
        sheet.merged.append((top + 1, bottom + 1, left, right))


def _value_text(value: object, form: Format) -> str:
    match value:
        case bool():
            text = "oui" if value else "non"
        case int() | float():
            text = number_text(repr(value), form)
        case datetime():
            text = moment_text(value)
        case date():
            text = value.isoformat()
        case time():
            text = clock(3600 * value.hour + 60 * value.minute + value.second)
        case timedelta():
            text = clock(round(value.total_seconds()))
        case _:
            text = str(value)
    return text


def _records(stream: bytes, position: int) -> Iterator[tuple[int, int, bytes]]:
    """Position, kind and content of each record, down to the end of its part."""
    depth = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        content = stream[position + 4 : position + 4 + length]
        yield position, kind, content
        depth += (kind == _START) - (kind == _END)
        if depth == 0:
            return
        position += 4 + length


def _formats(stream: bytes) -> list[Format]:
    """The meaning of each style that a cell may name."""
    own = dict(_BUILT_IN)
    numbers = []
    for _, kind, content in _records(stream, 0):
        if kind == _FILE_PASS:
            raise locked()
        if kind == _FORMAT:
            number, count, is_wide = struct.unpack_from("<HHB", content)
            text = content[5 : 5 + count * (2 if is_wide & 1 else 1)]
            own[number] = read_format(text.decode("utf-16-le" if is_wide & 1 else "latin-1"))
        elif kind == _XF:
            numbers.append(struct.unpack_from("<H", content, 2)[0])
    return [own.get(number, _PLAIN) for number in numbers]


def _marks(stream: bytes) -> dict[str, _Marks]:
    """Errors, styles and size of each sheet of cells, by name."""
    marks = {}
    for _, kind, content in _records(stream, 0):
        if kind == _BOUND_SHEET and content[5] == 0:
            start, count, is_wide = *struct.unpack_from("<I", content), content[6], content[7]
            text = content[8 : 8 + count * (2 if is_wide & 1 else 1)]
            name = text.decode("utf-16-le" if is_wide & 1 else "latin-1")
            marks[name] = _sheet_marks(stream, start)
    return marks


def _sheet_marks(stream: bytes, start: int) -> _Marks:
    marks = _Marks()
    for _, kind, content in _records(stream, start):
        if kind not in _CELLS:
            continue
        row, column, style = struct.unpack_from("<HHH", content)
        last = (
            struct.unpack_from("<H", content, len(content) - 2)[0] if kind == _MULTIPLE else column
        )
        marks.height, marks.width = max(marks.height, row + 1), max(marks.width, last + 1)
        if kind == _MULTIPLE:
            for offset in range(last - column + 1):
                (own,) = struct.unpack_from("<H", content, 4 + 6 * offset)
                marks.styles[row + 1, column + offset] = own
        elif kind in {_FORMULA, _NUMBER, _SHORT}:
            marks.styles[row + 1, column] = style
        if kind == _TRUTH and content[7]:
            marks.errors[row + 1, column] = _ERRORS.get(content[6], "#VALEUR!")
        elif kind == _FORMULA and content[12:14] == b"\xff\xff" and content[6] == 2:
            marks.errors[row + 1, column] = _ERRORS.get(content[8], "#VALEUR!")
    return marks
