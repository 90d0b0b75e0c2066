"""One file read without any contract: its table as it stands, every cell as text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.reading.cells.cleaning import too_long
from pipeline.reading.frames.framing import Record
from pipeline.reading.parts import Part
from pipeline.reading.refusals import Refused
from pipeline.reading.single.doubts import (
    CUT,
    FEWER_TITLES,
    LIKE_A_ROW,
    LIKE_A_TOTAL,
    NO_TITLES,
    OPEN_QUOTE,
    TITLES,
    TOO_LONG,
    TOO_SHORT,
)
from pipeline.reading.single.heading import kind_of
from pipeline.reading.single.records_out import ERROR, INFO, WARNING, Cleaned, Entry, code_of
from pipeline.reading.single.untyped import Untyped, read_untyped
from pipeline.reading.words import sentence, unaccented

_IGNORED = "ligne_ignoree"
_TOTAL = re.compile(r"(?:sous[ -]?)?tota(?:l|ux)\b")


def read_without_contract(parts: Sequence[Part]) -> Cleaned:
    """The first table of the file; any other is named as not read."""
    entries: list[Entry] = []
    found: Cleaned | None = None
    for part in parts:
        if part.rule or found:
            reason = part.rule or "un seul tableau est lu sans contrat"
            entries.append(
                Entry(WARNING, 0, 0, "table_non_lue", sentence(reason), sheet=part.inside)
            )
            continue
        try:
            found = _read(part)
        except Refused as refused:
            entry = _entry(ERROR, refused.line, refused.line, refused, part.inside)
            entries.append(replace(entry, column_source=refused.title))
    if found is None:
        return Cleaned((), (), entries, was_read=False)
    return Cleaned(found.columns, found.rows, [*found.entries, *entries], was_read=True)


def _read(part: Part) -> Cleaned:
    if part.refusal:
        raise part.refusal
    table = read_untyped(part.lines, part.delimiter)
    width = _used_width(table)
    longer = sum(1 for record in table.below if len(record.cells or ()) > width)
    is_alone = longer == 1 < len(table.below)
    entries = _about_file(part, table, width)
    rows = []
    for record in table.below:
        span = (record.line, record.line_end)
        if rule := _rule(record, table):
            entries.append(Entry(INFO, *span, _IGNORED, sentence(rule), sheet=part.inside))
            continue
        is_cut = record.line_end == len(part.lines) and not part.ends_cleanly
        longest = part.limits.characters
        cells = _squared(record, width, longest, is_cut=is_cut, is_alone=is_alone)
        if isinstance(cells, Refused):
            entries.append(_entry(ERROR, *span, cells, part.inside))
            continue
        rows.append(cells)
        entries += [_repaired(*span, name, part.inside) for name in _repairs(record, part)]
        if _TOTAL.match(unaccented(next(filter(None, map(str.strip, cells)), ""))):
            entries.append(_entry(WARNING, *span, LIKE_A_TOTAL, part.inside))
    return Cleaned(table.titles[:width], rows, entries, was_read=True)


def _about_file(part: Part, table: Untyped, width: int) -> list[Entry]:
    """Its encoding, the lines above the header, and what of the header is no certainty."""
    sheet, header = part.inside, table.header
    span = (header.line, header.line_end)
    entries = [
        Entry(INFO, r.line, r.line_end, _IGNORED, "Ligne au-dessus de l'en-tête.", sheet=sheet)
        for r in table.above
    ]
    if not any(header.titles):
        entries.append(_entry(WARNING, *span, NO_TITLES, sheet))
    elif any(map(kind_of, header.titles)):
        entries.append(_entry(WARNING, *span, LIKE_A_ROW, sheet))
    if any(header.titles) and table.titles[:width] != header.titles[:width]:
        entries.append(_entry(WARNING, *span, TITLES, sheet))
    if header.line < header.line_end and not header.cells:
        entries.append(_repaired(*span, "en-tête sur deux lignes", sheet))
    is_longer = any(len(record.cells or ()) > width for record in table.below)
    if is_longer and len(header.titles) == width:
        entries.append(_entry(WARNING, *span, FEWER_TITLES, sheet))
    elif is_longer or len(header.titles) > width:
        entries.append(_repaired(*span, "colonnes vides en fin de ligne retirées", sheet))
    if part.encoding not in ("", "UTF-8") and not part.sheet:
        reason = f"Fichier en {part.encoding}, converti en UTF-8."
        entries.insert(0, Entry(INFO, 0, 0, "encodage", reason, expected="UTF-8", sheet=sheet))
    return entries


def _repairs(record: Record, part: Part) -> list[str]:
    """What was mended in the text of a record that is kept."""
    lines = range(record.line, record.line_end + 1)
    mended = {part.mended[line] for line in lines if line in part.mended} if part.mended else ()
    return sorted(filter(None, (record.repair, *mended)))


def _repaired(line: int, line_end: int, name: str, sheet: str) -> Entry:
    return Entry(INFO, line, line_end, code_of(name), sentence(name), sheet=sheet)


def _used_width(table: Untyped) -> int:
    """The columns down to the last one that has a title or a cell."""
    titled = len(table.header.titles)
    while titled and not table.header.titles[titled - 1]:
        titled -= 1
    widths = [len(r.cells) for r in table.below if r.cells and any(r.cells[titled:])]
    return len(table.titles) if widths and titled < len(table.titles) else titled


def _rule(record: Record, table: Untyped) -> str:
    if record.cells is None:
        return ""
    if not any(cell.strip() for cell in record.cells):
        return "ligne vide"
    return "en-tête répété" if record.cells == table.header.cells else ""


def _squared(
    record: Record, width: int, longest: int, *, is_cut: bool, is_alone: bool
) -> list[str] | Refused:
    """The cells, as many as the titles, or why they cannot be.

    The last blank cell of a row that is alone in being longer may come from a delimiter inside.
    """
    cells = record.cells
    if cells is None:
        return OPEN_QUOTE
    if any(len(cell) > longest for cell in cells):
        return too_long(longest)
    if len(cells) < width:
        return CUT if is_cut else TOO_SHORT
    beyond = cells[width:]
    return TOO_LONG if any(map(str.strip, beyond)) or (beyond and is_alone) else cells[:width]


def _entry(severity: str, line: int, line_end: int, refused: Refused, sheet: str) -> Entry:
    return Entry(
        severity, line, line_end, refused.code, refused.reason,
        expected=refused.expected, suggestion=refused.remedy, sheet=sheet,
    )  # fmt: skip
