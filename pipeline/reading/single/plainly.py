"""One file read without any contract: its table as it stands, every cell as text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.reading.cells.cleaning import too_long
from pipeline.reading.frames.framing import Record
from pipeline.reading.parts import Part
from pipeline.reading.refusals import Refused
from pipeline.reading.single.records_out import ERROR, INFO, WARNING, Cleaned, Entry
from pipeline.reading.single.untyped import Untyped, is_value, read_untyped
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
            entries.append(_entry(ERROR, 0, 0, refused, part.inside))
    if found is None:
        return Cleaned((), (), entries, was_read=False)
    return Cleaned(found.columns, found.rows, [*found.entries, *entries], was_read=True)


def _read(part: Part) -> Cleaned:
    if part.refusal:
        raise part.refusal
    table = read_untyped(part.lines, part.delimiter)
    entries = _about_top(table, part.inside)
    width = _used_width(table)
    rows = []
    for record in table.below:
        span = (record.line, record.line_end)
        if rule := _rule(record, table):
            entries.append(Entry(INFO, *span, _IGNORED, sentence(rule), sheet=part.inside))
            continue
        is_cut = record.line_end == len(part.lines) and not part.ends_cleanly
        cells = _squared(record, width, part.limits.characters, is_cut=is_cut)
        if isinstance(cells, Refused):
            entries.append(_entry(ERROR, *span, cells, part.inside))
            continue
        rows.append(cells)
        if _TOTAL.match(unaccented(next(filter(None, map(str.strip, cells)), ""))):
            entries.append(_entry(WARNING, *span, _LIKE_A_TOTAL, part.inside))
    if part.encoding not in ("", "UTF-8") and not part.sheet:
        reason = f"Fichier en {part.encoding}, converti en UTF-8."
        entries.insert(
            0, Entry(INFO, 0, 0, "encodage", reason, expected="UTF-8", sheet=part.inside)
        )
    return Cleaned(table.titles[:width], rows, entries, was_read=True)


def _about_top(table: Untyped, sheet: str) -> list[Entry]:
    """The lines above the header; and a doubt when the header looks like a row."""
    entries = [
        Entry(INFO, r.line, r.line_end, _IGNORED, "Ligne au-dessus de l'en-tête.", sheet=sheet)
        for r in table.above
    ]
    cells = [cell.strip() for cell in table.header.cells or ()]
    line, line_end = table.header.line, table.header.line_end
    if any(map(is_value, cells)):
        entries.append(_entry(WARNING, line, line_end, _LIKE_A_ROW, sheet))
    if list(table.titles) != cells:
        entries.append(_entry(WARNING, line, line_end, _TITLES, sheet))
    return entries


def _used_width(table: Untyped) -> int:
    """The columns down to the last one that has a title or a cell."""
    titled = len(table.header.cells or ())
    while titled and not (table.header.cells or ())[titled - 1].strip():
        titled -= 1
    widths = [len(r.cells) for r in table.below if r.cells and any(r.cells[titled:])]
    return len(table.titles) if widths and titled < len(table.titles) else titled


def _rule(record: Record, table: Untyped) -> str:
    if record.cells is None:
        return ""
    if not any(cell.strip() for cell in record.cells):
        return "ligne vide"
    return "en-tête répété" if record.cells == table.header.cells else ""


def _squared(record: Record, width: int, longest: int, *, is_cut: bool) -> list[str] | Refused:
    """The cells, as many as the titles, or why they cannot be."""
    cells = record.cells
    if cells is None:
        return _OPEN_QUOTE
    if any(len(cell) > longest for cell in cells):
        return too_long(longest)
    if len(cells) < width:
        return _CUT if is_cut else _TOO_SHORT
    return _TOO_LONG if any(cell.strip() for cell in cells[width:]) else cells[:width]


def _entry(severity: str, line: int, line_end: int, refused: Refused, sheet: str) -> Entry:
    return Entry(
        severity, line, line_end, refused.code, refused.reason,
        expected=refused.expected, suggestion=refused.remedy, sheet=sheet,
    )  # fmt: skip


_OPEN_QUOTE = Refused(
    "guillemet_non_ferme",
    "guillemet ouvert et jamais fermé",
    'fermez le guillemet ("), ou supprimez-le',
)
_TOO_SHORT = Refused(
    "ligne_trop_courte",
    "moins de cellules que de colonnes",
    "complétez la ligne : il faut autant de cellules que de colonnes, même vides",
)
_TOO_LONG = Refused(
    "ligne_trop_longue",
    "plus de cellules que de colonnes",
    "un séparateur est sans doute dans un texte : mettez ce texte entre guillemets",
)
_CUT = Refused(
    "fichier_coupe",
    "dernière ligne incomplète : le fichier semble coupé",
    "refaites l'export et vérifiez la dernière ligne",
)
_LIKE_A_ROW = Refused(
    "en_tete_douteux",
    "la ligne prise pour l'en-tête contient des nombres ou des dates",
    "si le fichier n'a pas d'en-tête, ajoutez-en un",
)
_LIKE_A_TOTAL = Refused(
    "total_probable",
    "cette ligne semble un total ; elle est gardée, faute de contrat qui le dise",
    "retirez-la si elle double les autres lignes",
)
_TITLES = Refused(
    "titres_completes",
    "des titres manquent ou se répètent : ils sont complétés par un numéro",
    "donnez à chaque colonne un titre à elle",
)
