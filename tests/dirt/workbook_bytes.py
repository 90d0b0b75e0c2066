"""XLSX and ODS written by hand: each oddity of a real workbook is one argument."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.dirt.draft import Value

DAY = 1  # styles of the workbook
PER_CENT = 2
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


@dataclass(slots=True)
class Table:
    """A sheet to write: rows from the first, a cell is a text or a typed value."""

    name: str
    rows: Sequence[Sequence[Value]]
    merged: Sequence[str] = ()
    is_hidden: bool = False
    hidden_rows: Sequence[int] = ()  # from 0


@dataclass(slots=True)
class Oddities:
    """How a workbook differs from the plainest one."""

    is_1904: bool = False
    shares_strings: bool = True
    cell: Mapping[tuple[int, int], str] = field(default_factory=dict)  # row, column → its XML


def letters(place: int) -> str:
    """The letter of a 0-based column, up to Z: no table of the tests is wider."""
    return chr(ord("A") + place)


def xlsx(tables: Sequence[Table], odd: Oddities) -> bytes:
    """A workbook as Excel saves it, less what it draws."""
    strings: dict[str, int] = {}
    parts = {
        "[Content_Types].xml": _content_types(len(tables)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(tables, odd),
        "xl/styles.xml": _STYLES,
    }
    links = [("worksheet", f"worksheets/sheet{rank + 1}.xml") for rank in range(len(tables))]
    links += [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    parts["xl/_rels/workbook.xml.rels"] = _relations(links)
    for rank, table in enumerate(tables):
        parts[f"xl/worksheets/sheet{rank + 1}.xml"] = _sheet(table, odd, strings)
    texts = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{texts}</sst>'
    return zipped({name: text.encode() for name, text in parts.items()})


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive whose bytes depend on nothing but its content."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return buffer.getvalue()


def _content_types(count: int) -> str:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{rank + 1}.xml" '
        f'ContentType="{_TYPES}.worksheet+xml"/>'
        for rank in range(count)
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>{sheets}'
        "</Types>"
    )


def _relations(links: Sequence[tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="rId{rank + 1}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for rank, (kind, target) in enumerate(links)
    )
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{each}</Relationships>"
    )


def _book(tables: Sequence[Table], odd: Oddities) -> str:
    states = {True: "hidden", False: "visible"}
    sheets = "".join(
        f'<sheet name="{escape(table.name)}" sheetId="{rank + 1}" r:id="rId{rank + 1}" '
        f'state="{states[table.is_hidden]}"/>'
        for rank, table in enumerate(tables)
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><workbookPr date1904="{int(odd.is_1904)}"/>'
        f"<sheets>{sheets}</sheets></workbook>"
    )


_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="10"/></cellXfs></styleSheet>'
)


def _sheet(table: Table, odd: Oddities, strings: dict[str, int]) -> str:
    rows = "".join(
        f'<row r="{rank + 1}" hidden="{int(rank in table.hidden_rows)}">'
        f"{_cells(cells, rank, odd, strings)}</row>"
        for rank, cells in enumerate(table.rows)
    )
    merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in table.merged)
    merged = f"<mergeCells>{merged}</mergeCells>" if merged else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{merged}</worksheet>'


def _cells(cells: Sequence[Value], rank: int, odd: Oddities, strings: dict[str, int]) -> str:
    texts = []
    for place, value in enumerate(cells):
        where = f'r="{letters(place)}{rank + 1}"'
        if (rank, place) in odd.cell:
            texts.append(f"<c {where} {odd.cell[rank, place]}</c>")
        elif value not in (None, ""):
            texts.append(f"<c {where} {_value(value, odd, strings)}</c>")
    return "".join(texts)


def _value(value: Value, odd: Oddities, strings: dict[str, int]) -> str:
    if isinstance(value, bool):
        return f't="b"><v>{int(value)}</v>'
    if isinstance(value, date):
        origin = date(1904, 1, 1) if odd.is_1904 else date(1899, 12, 30)
        return f's="{DAY}"><v>{(value - origin).days}</v>'
    if isinstance(value, Decimal | int):
        return f"><v>{float(value)!r}</v>"
    text = str(value)
    if odd.shares_strings:
        return f't="s"><v>{strings.setdefault(text, len(strings))}</v>'
    return f't="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is>'


def ods(tables: Sequence[Table], odd: Oddities) -> bytes:
    """A workbook as LibreOffice saves it, with the empty rows it repeats to the bottom."""
    sheets = "".join(
        f'<table:table table:name="{escape(table.name)}">'
        + "".join(
            f"<table:table-row>{_ods_row(row, rank, odd)}</table:table-row>"
            for rank, row in enumerate(table.rows)
        )
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>'
        "</table:table-row></table:table>"
        for table in tables
    )
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces}><office:body>'
        f"<office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return zipped({"mimetype": _ODS.encode(), "content.xml": content.encode()})


def _ods_row(cells: Sequence[Value], rank: int, odd: Oddities) -> str:
    return "".join(
        odd.cell.get((rank, place)) or _ods_cell(value) for place, value in enumerate(cells)
    )


def _ods_cell(value: Value) -> str:
    if value in (None, ""):
        return "<table:table-cell/>"
    kinds: list[tuple[type | tuple[type, ...], Callable[[Value], str]]] = [
        (bool, lambda v: f'office:value-type="boolean" office:boolean-value="{str(v).lower()}"'),
        (date, lambda v: f'office:value-type="date" office:date-value="{v}"'),
        ((Decimal, int), lambda v: f'office:value-type="float" office:value="{v}"'),
    ]
    for kind, write in kinds:
        if isinstance(value, kind):
            return f"<table:table-cell {write(value)}><text:p>vu</text:p></table:table-cell>"
    paragraphs = "".join(f"<text:p>{escape(part)}</text:p>" for part in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'
