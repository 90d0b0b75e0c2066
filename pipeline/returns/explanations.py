"""The sheet of a blank workbook that explains it."""

from __future__ import annotations

from typing import Any

from pipeline.contracts import Contract
from pipeline.french import typo
from pipeline.reading.books.own_marks import NOT_READ
from pipeline.reading.words import sentence
from pipeline.returns import sheets
from pipeline.returns.describe import SHORT_TYPES, bounds, expected, shown_example, who_and_when
from pipeline.returns.sheets import Book, height, put

_COLUMNS = (
    ("Colonne", 30),
    ("Nom technique", 24),
    ("Obligatoire", 12),
    ("Ce qu'il faut écrire", 42),
    ("Exemple", 22),
    ("Explication", 70),
)


def fill_explanations(book: Book, sheet: Any, contract: Contract) -> None:
    """Write the sheet: who sends the file and when, each column, what is verified."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    for place, (_, width) in enumerate(_COLUMNS):
        sheet.set_column(place, place, width)
    put(sheet, 0, 0, contract.title, book.style(bold=True, font_size=20))
    sheet.set_row(0, 30)
    who = who_and_when(contract.expected_from, has_year=contract.year_column is not None)
    texts = (
        contract.description,
        f"Qui l'envoie : {who}.",
        "Les titres gras sur fond gris sont obligatoires. L'ordre des colonnes est libre.",
        "Rien à déclarer ? Renvoyez ce fichier avec ses seuls titres.",
    )
    put(sheet, 1, 0, NOT_READ, book.style(italic=True, font_color=sheets.GREY))
    row = 3
    for text in texts:
        put(sheet, row, 0, typo(text), book.style(font_size=12))
        row += 1
    row = _columns(book, sheet, row + 1, contract)
    if contract.rules:
        put(sheet, row + 1, 0, "Ce qui est vérifié", book.style(bold=True, font_size=13))
        for place, rule in enumerate(contract.rules, row + 2):
            text = typo(f"{sentence(rule.reason)} {sentence(rule.remedy)}")
            put(sheet, place, 0, text, book.style())


def _columns(book: Book, sheet: Any, row: int, contract: Contract) -> int:
    head = book.style(bold=True, bottom=2, bottom_color=sheets.INK, bg_color=sheets.GROUND)
    for place, (title, _) in enumerate(_COLUMNS):
        put(sheet, row, place, title, head)
    cell = book.style(text_wrap=True, bottom=1, bottom_color=sheets.RULE)
    for field in contract.fields:
        row += 1
        texts = (
            field.title,
            field.name,
            "oui" if field.required else "non",
            expected(field) if field.enum else SHORT_TYPES[field.type] + bounds(field),
            shown_example(field),
            field.description,
        )
        for place, text in enumerate(texts):
            put(sheet, row, place, text, cell)
        widths = (width for _, width in _COLUMNS)
        sheet.set_row(row, height(*zip(texts, widths, strict=True)))
    return row + 1
