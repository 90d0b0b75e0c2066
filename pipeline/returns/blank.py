"""A blank workbook for each contract: titles, lists to choose from, formats, explanations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pipeline.contracts import Contract
from pipeline.reading.books.own_marks import EXPLANATIONS, LISTS, NOT_READ
from pipeline.reading.cells.dates import FIRST_YEAR, LAST_YEAR
from pipeline.returns import sheets
from pipeline.returns.describe import expected
from pipeline.returns.explanations import fill_explanations
from pipeline.returns.sheets import Book, note, put
from pipeline.table_schema import Field

FILLED_ROWS = 20_000  # rows under the header that are checked as they are typed
LONGEST_TITLE, LONGEST_HELP = 32, 255  # limits of the format on what a cell says when chosen
CHOICES = ("oui", "non")
DAY = datetime(2025, 1, 1)  # noqa: DTZ001 (in the metadata, in the place of the clock)

_FORMATS = {"date": "dd/mm/yyyy", "number": "#,##0.00", "integer": "0", "year": "0"}
_TEXT = "@"  # keeps the zeros of a code and the hyphen of a month


def blank_workbook(contract: Contract) -> bytes:
    """The bytes of the template; filled as its examples show, it is read without any repair."""
    book = Book(f"{contract.title} : modèle à remplir", "ptce-impact", DAY)
    data = book.sheet(contract.title)
    fill_explanations(book, book.sheet(EXPLANATIONS), contract)
    ranges = _lists(book, contract)
    head = {"text_wrap": True, "valign": "vcenter", "bottom": 2, "bottom_color": sheets.INK}
    for place, field in enumerate(contract.fields):
        ground = sheets.GROUND if field.required else "#FFFFFF"
        style = book.style(**head, bold=field.required, bg_color=ground)
        put(data, 0, place, field.title, style)
        words = header_note(field)
        note(data, 0, place, words, lines=2 + len(words) // 40 + words.count("\n"))
        width = max(11, min(18, max(map(len, field.title.split())) + 4))
        format_code = _FORMATS.get(field.type, _TEXT)
        data.set_column(place, place, width, book.style(num_format=format_code))
        if check := _check(field, ranges.get(field.name, "")):
            data.data_validation(1, place, FILLED_ROWS, place, check)
    data.set_row(0, 50)
    data.freeze_panes(1, 0)
    data.set_landscape()
    data.repeat_rows(0)
    data.activate()
    return book.close()


def header_note(field: Field) -> str:
    """What the note of a title says."""
    need = "Obligatoire" if field.required else "Facultatif : laissez vide si vous ne savez pas"
    lines = [field.description, f"À écrire : {expected(field)}.", f"{need}."]
    if field.labels:
        lines.append(f"Le sens de chaque valeur est dans la feuille « {LISTS} ».")
    return "\n".join(lines)


def _check(field: Field, choices: str) -> dict[str, Any] | None:
    """What the spreadsheet verifies while typing; a list refuses, the rest only warns."""
    rule: dict[str, Any]
    if choices or field.type == "boolean":
        rule = {"validate": "list", "source": choices or list(CHOICES)}
        error = {"error_type": "stop", "error_message": "Choisissez une valeur de la liste."}
    elif field.type == "date":
        first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
        rule = {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}
        error = {"error_type": "warning", "error_message": "Écrivez une date : JJ/MM/AAAA."}
    elif field.type in {"number", "integer", "year"}:
        rule = {"validate": "decimal" if field.type == "number" else "integer", **_limits(field)}
        error = {"error_type": "warning", "error_message": f"Écrivez {expected(field)}."}
    else:
        return None
    return {
        **rule,
        **{key: text[:LONGEST_HELP] for key, text in error.items()},
        "error_title": field.title[:LONGEST_TITLE],
        "input_title": field.title[:LONGEST_TITLE],
        "input_message": _help(field),
    }


def _limits(field: Field) -> dict[str, Any]:
    if field.type == "year":
        return {"criteria": "between", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    low, high = field.minimum, field.maximum
    if low is not None and high is not None:
        return {"criteria": "between", "minimum": float(low), "maximum": float(high)}
    if high is not None:
        return {"criteria": "<=", "value": float(high)}
    return {"criteria": ">=", "value": float(low if low is not None else -1_000_000_000)}


def _help(field: Field) -> str:
    """What a chosen cell shows: the values with their labels as far as they fit."""
    if not field.labels:
        return f"{expected(field).capitalize()}."[:LONGEST_HELP]
    text = ""
    for value, label in field.labels.items():
        line = f"{value} : {label}\n"
        if len(text) + len(line) > LONGEST_HELP - len(_SEE_LISTS):
            return text + _SEE_LISTS
        text += line
    return text.rstrip("\n")


_SEE_LISTS = f"… suite dans la feuille « {LISTS} »"


def _lists(book: Book, contract: Contract) -> dict[str, str]:
    """A sheet of the values with their labels; the range of each column's values."""
    fields = [field for field in contract.fields if field.enum]
    if not fields:
        return {}
    sheet = book.sheet(LISTS)
    head = book.style(bold=True, bottom=2, bottom_color=sheets.INK, bg_color=sheets.GROUND)
    put(sheet, 0, 3, NOT_READ, book.style(italic=True, font_color=sheets.GREY))
    for place, (title, width) in enumerate((("Colonne", 34), ("Valeur", 26), ("Sens", 62))):
        sheet.set_column(place, place, width)
        put(sheet, 0, place, title, head)
    ranges, row = {}, 0
    for field in fields:
        first = row + 1
        for value in field.enum:
            row += 1
            put(sheet, row, 0, field.title, book.style(bold=row == first, font_color=sheets.GREY))
            put(sheet, row, 1, value, book.style(num_format=_TEXT))
            put(sheet, row, 2, field.labels.get(value, ""), book.style(text_wrap=True))
        ranges[field.name] = f"={LISTS}!$B${first + 1}:$B${row + 1}"
    sheet.freeze_panes(1, 0)
    return ranges
