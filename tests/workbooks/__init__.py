"""Workbooks made by the tests; `ancien.xls` was written by LibreOffice 7."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

Cells = Sequence[Sequence[object]]
BUYS = ["achat_id", "fournisseur_nom", "montant_ht_eur"]
_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)


def xlsx(
    sheets: Mapping[str, Cells],
    then: Callable[[xlsxwriter.Workbook], None] | None = None,
    *,
    is_1904: bool = False,
) -> bytes:
    """An XLSX of those rows; `then` adds what rows cannot say."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": is_1904})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    if then:
        then(book)
    book.close()
    return out.getvalue()


def ods(rows: str, styles: str = "", table: str = "") -> bytes:
    """An ODS of one sheet, « Achats », whose rows are given as XML."""
    content = (
        f"<office:document-content {_SPACES}><office:automatic-styles>{styles}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Achats"{table}>{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": _SPREADSHEET, "content.xml": content})


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """An archive of those files."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(data: bytes, name: str, old: str, new: str) -> bytes:
    """The same archive with one text replaced in one of its files."""
    with ZipFile(BytesIO(data)) as archive:
        files = {info: archive.read(info) for info in archive.namelist()}
    text = files[name].decode()
    assert old in text
    return zipped(files | {name: text.replace(old, new)})
