"""The workbook of a slip: the structure's own rows, what is wrong marked where it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pipeline.reading.books.own_marks import READ_ME, REMEDY_TITLE, dated_sheet_name
from pipeline.received import Severity
from pipeline.returns import sheets
from pipeline.returns.model import Extract, Finding, Slip
from pipeline.returns.read_me import SIGNS, fill_read_me
from pipeline.returns.sent import Sent
from pipeline.returns.sheets import Book, height, note, put

REMEDY_WIDTH, NARROWEST, WIDEST = 46, 9, 34
WITHHELD = ""  # in the place of a civil identity, which must not travel again

_IDENTITY = re.compile(r"[12]\d{5}[0-9AB]\d{6}(?:\d{2})?|\S+@\S+\.\S+")


def slip_workbook(slip: Slip) -> bytes:
    """A first sheet that says what to do, then a sheet for each file whose rows can be mended."""
    title = f"Retour sur les fichiers {slip.year} – {slip.name}"
    book = Book(title, slip.pole, datetime(slip.year, 12, 31))  # noqa: DTZ001 (the format has no zone)
    first = book.sheet(READ_ME)
    names = {}
    for place, extract in enumerate(slip.extracts):
        if extract.sent:
            names[place] = _rows_sheet(book, extract, extract.sent)
    fill_read_me(book, first, slip, names)
    return book.close()


def _rows_sheet(book: Book, extract: Extract, sent: Sent) -> str:
    """One row of the sheet for each row of the file, behind one column that says what to do."""
    sheet = book.sheet(dated_sheet_name(extract.file.year, extract.title))
    at_fault: dict[int, list[Finding]] = {}
    for finding in extract.rows_to_mend:
        at_fault.setdefault(finding.line, []).append(finding)
    header, widths, first, last = sent.layout.header, dict[int, int](), 0, 0
    for row, record in enumerate(extract.records):
        cells = record.cells or []
        if sent.is_header(record):
            _header_row(book, sheet, row, cells, is_last=record.line_end == header.line_end)
            first = row
        else:
            lines = range(record.line, record.line_end + 1)
            findings = [finding for line in lines for finding in at_fault.get(line, ())]
            _row(book, sheet, row, _given_back(sent, cells), findings)
        if record.line >= header.line:
            for place, cell in enumerate(cells):
                widths[place] = max(widths.get(place, 0), len(cell))
        last = row
    _lay_out(book, sheet, widths, first, last)
    return str(sheet.get_name())


def _given_back(sent: Sent, cells: Sequence[str]) -> list[str]:
    """The cells as sent, less what looks like a civil identity in a column about persons."""
    layout = sent.layout
    personal = {field.name for field in layout.contract.fields if field.is_personal} | {""}
    columns = [*layout.columns, *[""] * (len(cells) - len(layout.columns))]
    return [
        WITHHELD if name in personal and _IDENTITY.fullmatch(cell.replace(" ", "")) else cell
        for name, cell in zip(columns, cells, strict=False)
    ]


def _header_row(book: Book, sheet: Any, row: int, cells: Sequence[str], *, is_last: bool) -> None:
    head = {"bold": True, "text_wrap": True, "valign": "bottom"}
    if is_last:
        head |= {"bottom": 2, "bottom_color": sheets.INK}
        put(sheet, row, 0, REMEDY_TITLE, book.style(**head, font_color=sheets.ALERT))
    for place, cell in enumerate(cells):
        put(sheet, row, place + 1, cell, book.style(**head, bg_color=sheets.GROUND))


def _row(
    book: Book, sheet: Any, row: int, cells: Sequence[str], findings: Sequence[Finding]
) -> None:
    plain = book.style(num_format="@")
    for place, cell in enumerate(cells):
        if cell:
            put(sheet, row, place + 1, cell, plain)
    if not findings:
        return
    is_doubt = all(f.severity is Severity.CHECK for f in findings)
    colour = sheets.DOUBT if is_doubt else sheets.ALERT
    text = "   ".join(_instruction(finding) for finding in findings)
    put(sheet, row, 0, text, book.style(text_wrap=True, font_color=colour))
    sheet.set_row(row, height((text, REMEDY_WIDTH)))
    marked: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.position is not None:
            marked.setdefault(finding.position, []).append(finding)
    for place, here in marked.items():
        cell = cells[place] if place < len(cells) else ""
        put(sheet, row, place + 1, cell, _marked(book, here))
        words = "\n\n".join(_note_text(finding) for finding in here)
        note(sheet, row, place + 1, words, lines=3 + len(words) // 42)


def _marked(book: Book, findings: Sequence[Finding]) -> Any:
    """Coloured and framed: the frame shows on a print in black and white."""
    is_doubt = all(finding.severity is Severity.CHECK for finding in findings)
    colour, ground = (
        (sheets.DOUBT, sheets.DOUBT_GROUND) if is_doubt else (sheets.ALERT, sheets.ALERT_GROUND)
    )
    frame = {"border": 4 if is_doubt else 2, "border_color": colour}
    return book.style(num_format="@", bold=True, bg_color=ground, **frame)


def _instruction(finding: Finding) -> str:
    where = f"{finding.title} : " if finding.title else ""
    return f"{SIGNS[finding.severity]} {where}{finding.reason} → {finding.remedy}"


def _note_text(finding: Finding) -> str:
    parts = [finding.reason]
    if finding.expected:
        parts.append(f"Attendu : {finding.expected}.")
    if finding.suggestion:
        parts.append(f"Proposition : {finding.suggestion}")
    return "\n".join([*parts, f"À faire : {finding.remedy}"])


def _lay_out(book: Book, sheet: Any, widths: Mapping[int, int], header: int, last: int) -> None:
    """Widths, the header that stays in sight and comes back on each printed page, the filter."""
    sheet.set_column(0, 0, REMEDY_WIDTH)
    for place, width in widths.items():
        fitted = min(max(width + 2, NARROWEST), WIDEST)
        sheet.set_column(place + 1, place + 1, fitted, book.style(num_format="@"))
    sheet.freeze_panes(header + 1, 1)
    sheet.autofilter(header, 0, max(header, last), max(widths, default=0) + 1)
    sheet.repeat_rows(header)
    sheet.set_landscape()
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
