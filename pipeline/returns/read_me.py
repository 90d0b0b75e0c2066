"""The first sheet of a returned workbook: what to do, then every fault with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.french import typo
from pipeline.reading.books.own_marks import NOT_READ, REMEDY_TITLE
from pipeline.reading.books.sheets import letter
from pipeline.received import Severity
from pipeline.returns import sheets
from pipeline.returns.describe import counted
from pipeline.returns.model import Finding, Slip
from pipeline.returns.sheets import Book, height, put

SIGNS = {Severity.BLOCKING: "■", Severity.SET_ASIDE: "■", Severity.CHECK: "◇"}
COLUMNS = (
    ("Feuille ou fichier", 34),
    ("Cellule", 10),
    ("Colonne", 30),
    ("Ce qui ne va pas", 50),
    ("À faire", 54),
)
MOST_LISTED = 1000  # faults of one file on this sheet; the sheets after it have them all
NOTHING = "Aucune anomalie dans les fichiers reçus : il n'y a rien à corriger. Merci !"
UNREADABLE = "Aucun de ces fichiers n'a pu être lu : refaites-les comme indiqué ci-dessous."
STEPS = (
    "1. Ouvrez les feuilles suivantes : ce sont vos lignes, telles que vous les avez envoyées.",
    f"2. La colonne « {REMEDY_TITLE} », à gauche, dit quoi faire ; elle peut être filtrée.",
    "3. Corrigez dans les cellules encadrées ; leur note rappelle ce qui est attendu.",
    "4. Enregistrez, et renvoyez ce classeur en entier, toutes lignes et feuilles comprises.",
    "■ Cadre plein sur fond rouge : à corriger.   ◇ Cadre tireté sur fond jaune : à vérifier.",
    f"La colonne « {REMEDY_TITLE} » n'est pas relue non plus : laissez-la telle quelle.",
)


def fill_read_me(book: Book, sheet: Any, slip: Slip, names: Mapping[int, str]) -> None:
    """Write the sheet; `names` gives the sheet of each extract that has one."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    for place, (_, width) in enumerate(COLUMNS):
        sheet.set_column(place, place, width)
    put(sheet, 0, 0, slip.name, book.style(bold=True, font_size=20))
    sheet.set_row(0, 30)
    subtitle = f"Retour sur vos fichiers, collecte {slip.year} · {slip.pole}"
    put(sheet, 1, 0, subtitle, book.style(font_size=12, font_color=sheets.GREY))
    put(sheet, 2, 0, NOT_READ, book.style(italic=True, font_color=sheets.GREY))
    row = 4
    for text in _introduction(slip, has_rows=bool(names)):
        put(sheet, row, 0, typo(text), book.style(font_size=12))
        sheet.set_row(row, 18)
        row += 1
    if slip.extracts:
        row = _list(book, sheet, row + 1, slip, names)
    if slip.missing:
        _missing(book, sheet, row + 1, slip)


def _introduction(slip: Slip, *, has_rows: bool) -> Iterator[str]:
    if not slip.extracts:
        if slip.receipts:
            yield NOTHING
        return
    yield f"{counted(slip.to_mend, 'point')} à corriger, {slip.to_check} à vérifier."
    yield from STEPS if has_rows else (UNREADABLE,)


def _list(book: Book, sheet: Any, row: int, slip: Slip, names: Mapping[int, str]) -> int:
    head = book.style(bold=True, bottom=2, bottom_color=sheets.INK, bg_color=sheets.GROUND)
    for place, (title, _) in enumerate(COLUMNS):
        put(sheet, row, place, title, head)
    line = {"text_wrap": True, "bottom": 1, "bottom_color": sheets.RULE}
    cell = book.style(**line)
    for number, extract in enumerate(slip.extracts):
        rows = {record.line: place + 1 for place, record in enumerate(extract.records)}
        where = names.get(number, extract.name)
        for finding in extract.findings[:MOST_LISTED]:
            row += 1
            texts = _texts(finding, where, rows)
            put(sheet, row, 0, texts[0], book.style(**line, font_color=_colour(finding)))
            for place, text in enumerate(texts[1:], 1):
                put(sheet, row, place, text, cell)
            widths = (width for _, width in COLUMNS)
            sheet.set_row(row, height(*zip(texts, widths, strict=True)))
    return row + 1


def _colour(finding: Finding) -> str:
    return sheets.DOUBT if finding.severity is Severity.CHECK else sheets.ALERT


def _texts(finding: Finding, where: str, rows: Mapping[int, int]) -> tuple[str, ...]:
    sign = SIGNS[finding.severity]
    address = _address(finding, rows)
    return f"{sign} {where}", address, finding.title, typo(finding.reason), typo(finding.remedy)


def _address(finding: Finding, rows: Mapping[int, int]) -> str:
    """Where it stands in this workbook, whose rows are behind one more column."""
    row = rows.get(finding.line)
    if row is None:
        return f"ligne {finding.line}" if finding.line else ""
    if finding.position is None:
        return f"ligne {row}"
    return f"{letter(finding.position + 1)}{row}"


def _missing(book: Book, sheet: Any, row: int, slip: Slip) -> None:
    put(sheet, row, 0, "Fichiers attendus et non reçus", book.style(bold=True, font_size=13))
    for place, (year, title) in enumerate(slip.missing, row + 1):
        put(sheet, place, 0, f"{title}, {year}", book.style())
