"""XLS, the workbook of 1997: the records of each sheet ([MS-XLS]), values, formats and errors.

Read here because the library that could gives blanks for errors, no format of percentages, and
ends the whole program on some damaged files.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.reading.books.archives import locked
from pipeline.reading.books.biff import Record, read_records, read_text, read_texts
from pipeline.reading.books.compound import read_stream
from pipeline.reading.books.sheets import BUILT_IN, PLAIN, Format, Sheet, number_text, read_format
from pipeline.reading.books.xml_events import unreadable
from pipeline.reading.refusals import Refused

_FORMULA, _1904, _FILE_PASS, _BOUND_SHEET, _NUMBERS = 0x06, 0x22, 0x2F, 0x85, 0xBD
_STYLE, _MERGED, _TEXTS, _SHARED_TEXT = 0xE0, 0xE5, 0xFC, 0xFD
_NUMBER, _TEXT, _TRUTH, _RESULT, _SHORT, _FORMAT = 0x203, 0x204, 0x205, 0x207, 0x27E, 0x41E
_START, _1997 = 0x809, b"\x00\x06"
_ERRORS = {
    0x00: "#NUL!",
    0x07: "#DIV/0!",
    0x0F: "#VALEUR!",
    0x17: "#REF!",
    0x1D: "#NOM?",
    0x24: "#NOMBRE!",
    0x2A: "#N/A",
}


@dataclass(slots=True)
class _Book:
    """What the sheets share, and where each of them starts."""

    texts: list[str] = field(default_factory=list)
    formats: list[Format] = field(default_factory=list)
    is_1904: bool = False
    tabs: list[tuple[int, Sheet]] = field(default_factory=list)

    def number(self, value: float, style: int) -> str:
        form = self.formats[style] if style < len(self.formats) else PLAIN
        return number_text(repr(value), form, is_1904=self.is_1904)


def read_xls(data: bytes) -> list[Sheet]:
    """The sheets of cells in the order of the tabs; Refused when damaged or locked."""
    try:
        stream = read_stream(data, ("Workbook", "Book"))
        book = _book(stream)
        for start, sheet in book.tabs:
            _fill(sheet, stream, start, book)
    except (struct.error, ValueError, IndexError, ArithmeticError) as error:
        raise unreadable() from error
    return [sheet for _, sheet in book.tabs]


def _book(stream: bytes) -> _Book:
    book, own, styles = _Book(), dict(BUILT_IN), list[int]()
    for kind, record in read_records(stream, 0):
        content = record.content
        if kind == _START and content[:2] != _1997:
            raise Refused(
                "format_non_lu",
                "classeur antérieur à Excel 97",
                "ouvrez-le dans le tableur, enregistrez-le en .xlsx, puis déposez-le",
            )
        if kind == _FILE_PASS:
            raise locked()
        if kind == _1904:
            book.is_1904 = content[0] == 1
        elif kind == _FORMAT:
            own[struct.unpack_from("<H", content)[0]] = read_format(read_text(content, 2, 2))
        elif kind == _STYLE:
            styles.append(struct.unpack_from("<H", content, 2)[0])
        elif kind == _TEXTS:
            book.texts = read_texts(record)
        elif kind == _BOUND_SHEET and content[5] == 0:
            sheet = Sheet(read_text(content, 6, 1), is_hidden=content[4] & 3 != 0)
            book.tabs.append((struct.unpack_from("<I", content)[0], sheet))
    book.formats = [own.get(number, PLAIN) for number in styles]
    return book


def _fill(sheet: Sheet, stream: bytes, start: int, book: _Book) -> None:
    formula = (0, 0)
    for kind, record in read_records(stream, start):
        content = record.content
        if kind == _RESULT:  # the text that the formula before it gives
            sheet.put(*formula, read_text(content, 0, 2))
        elif kind == _MERGED:
            for place in range(struct.unpack_from("<H", content)[0]):
                top, bottom, left, right = struct.unpack_from("<HHHH", content, 2 + 8 * place)
                sheet.merged.append((top + 1, bottom + 1, left, right))
        elif kind in _CELLS:
            row, column = struct.unpack_from("<HH", content)
            formula = (row + 1, column)
            for offset, text in enumerate(_texts(kind, record, book)):
                sheet.put(row + 1, column + offset, text)


_CELLS = frozenset((_FORMULA, _NUMBERS, _SHARED_TEXT, _NUMBER, _TEXT, _TRUTH, _SHORT))


def _texts(kind: int, record: Record, book: _Book) -> Iterator[str]:
    """The text of a cell, or of several in a row."""
    content = record.content
    (style,) = struct.unpack_from("<H", content, 4)
    if kind == _NUMBERS:
        for place in range(4, len(content) - 2, 6):
            style, short = struct.unpack_from("<Hi", content, place)
            yield book.number(_unpacked(short), style)
    elif kind == _SHORT:
        yield book.number(_unpacked(struct.unpack_from("<i", content, 6)[0]), style)
    elif kind == _SHARED_TEXT:
        yield book.texts[struct.unpack_from("<I", content, 6)[0]]
    elif kind == _TEXT:
        yield read_text(content, 6, 2)
    elif kind == _TRUTH:
        yield _truth_or_error(content[6], is_error=content[7] == 1)
    elif kind == _FORMULA and content[12:14] == b"\xff\xff":
        is_said = content[6] in {1, 2}  # else a text, in the next record, or nothing
        yield _truth_or_error(content[8], is_error=content[6] == 2) if is_said else ""
    else:
        yield book.number(struct.unpack_from("<d", content, 6)[0], style)


def _truth_or_error(code: int, *, is_error: bool) -> str:
    if is_error:
        return _ERRORS.get(code, "#VALEUR!")
    return "oui" if code else "non"


def _unpacked(short: int) -> float:
    """A number kept in four bytes: whole or the top of a double, perhaps a hundredfold."""
    if short & 2:
        value = float(short >> 2)
    else:
        (value,) = struct.unpack("<d", bytes(4) + struct.pack("<i", short & ~3))
    return value / 100 if short & 1 else value
