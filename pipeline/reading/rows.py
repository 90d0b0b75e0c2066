"""One file, line by line: each ends as a row, an ignored line or a line set aside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipeline.contracts import Contract
from pipeline.model import Fault, IgnoredLine, Repair, Severity
from pipeline.reading.dataless import TOTAL_LINE, rule_above, rule_below, wrong_total
from pipeline.reading.framing import Record, read_records
from pipeline.reading.headers import FROM_FOLDER, Layout, missing_columns
from pipeline.reading.readers import Cell
from pipeline.reading.refusals import Refused
from pipeline.reading.sources import Place
from pipeline.reading.words import printable

Row = tuple[str | int | None, ...]
Column = tuple[int, int, str, Callable[[str], Cell]]  # cell, place in the row, name, reader


@dataclass(slots=True)
class Ledger:
    """Where every line goes, gathered over the files; rows by contract."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
    ignored: list[IgnoredLine] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    lost: list[tuple[str, str, str, int]] = field(default_factory=list)  # see loading.LOST


@dataclass(frozen=True, slots=True)
class Table:
    """A file whose layout is known, ready to be read row by row."""

    path: str
    place: Place
    lines: Sequence[str]
    ends_cleanly: bool  # the last line is whole: the file was not cut short
    layout: Layout
    plan: Sequence[Column]

    def fault(self, record: Record, refused: Refused, column: str = "") -> Fault:
        """The fault that sets a record aside, without any value."""
        return Fault(
            file=self.path,
            line=record.line,
            line_end=record.line_end,
            column=column,
            code=refused.code,
            reason=refused.reason,
            remedy=refused.remedy,
            severity=Severity.SET_ASIDE,
        )


def read_rows(table: Table, ledger: Ledger) -> None:
    """Send every line of the file to its end; raises Refused when a column lacks."""
    given = _from_folder(table)
    layout = table.layout
    _read_top(table, ledger)
    rows = ledger.rows.setdefault(layout.contract.name, [])
    start = [given.get(field.name, "") for field in layout.contract.fields]
    above: list[list[str]] = []  # what was read so far, for the check of the totals
    last_total, key_slot = 0, _key_slot(layout.contract)
    width = len(layout.cells)
    for record in read_records(table.lines, layout.delimiter, layout.header.line_end, width):
        cells = record.cells
        if cells is not None and (rule := rule_below(cells, layout)):
            ledger.ignored.append(IgnoredLine(table.path, record.line, record.line_end, rule))
            if rule == TOTAL_LINE:
                ledger.faults.extend(_check_total(table, record, cells, above, last_total))
                last_total = len(above)
            continue
        span = (table.path, record.line)
        values = list(start)
        faults, repairs = _read_record(table, record, values)
        above.append(values)
        if faults:
            ledger.faults.extend(faults)
            if key_slot is not None and values[key_slot]:
                ledger.lost.append((layout.contract.name, values[key_slot], *span))
        else:
            rows.append((table.path, record.line, record.line_end, table.place.year, *values))
            ledger.repairs.extend(repairs)


def _from_folder(table: Table) -> dict[str, str]:
    """What the folders say in place of absent columns."""
    place, contract = table.place, table.layout.contract
    told = {"structure_id": place.structure or "", "annee": str(place.year or "")}
    absent = {field.name for field in contract.fields} - set(table.layout.columns)
    given = {name: told[name] for name in FROM_FOLDER if name in absent and told[name]}
    missing = [field for field in table.layout.missing if field.name not in given]
    if missing:
        raise missing_columns(missing, contract)
    return given


def _key_slot(contract: Contract) -> int | None:
    names = [field.name for field in contract.fields]
    return names.index(contract.primary_key[0]) if len(contract.primary_key) == 1 else None


def _read_top(table: Table, ledger: Ledger) -> None:
    """The lines down to the header: titles, unless one is as full as a row of data."""
    header, delimiter = table.layout.header, table.layout.delimiter
    for record in read_records(table.lines[: header.line - 1], delimiter, 0, None):
        rule = rule_above(record.cells, len(table.layout.cells))
        if rule:
            ledger.ignored.append(IgnoredLine(table.path, record.line, record.line_end, rule))
        else:
            ledger.faults.append(table.fault(record, _ABOVE_HEADER))
    ledger.ignored.append(IgnoredLine(table.path, header.line, header.line_end, "en-tête"))


def _read_record(
    table: Table, record: Record, values: list[str]
) -> tuple[list[Fault], list[Repair]]:
    """Fill `values` with the canonical text of each cell."""
    cells = _squared(table, record)
    if isinstance(cells, Refused):
        return [table.fault(record, cells)], []
    span = (table.path, record.line, record.line_end)
    repairs = []
    if len(record.cells or ()) < len(cells):
        repairs.append(Repair(*span, "", "cellules finales absentes"))
    faults = []
    for position, slot, column, read in table.plan:
        cell = read(cells[position])
        values[slot] = cell.text
        if cell.refusal:
            faults.append(_cell_fault(table, record, column, cell.refusal, cells[position]))
        elif cell.repairs:
            repairs.extend(Repair(*span, column, name) for name in dict.fromkeys(cell.repairs))
    return faults, repairs


def _squared(table: Table, record: Record) -> list[str] | Refused:
    """The cells, as many as the header has, or why they cannot be."""
    width, cells = len(table.layout.cells), record.cells
    if cells is None:
        return _OPEN_QUOTE
    if len(cells) >= width:
        return _TOO_LONG if any(cell.strip() for cell in cells[width:]) else cells[:width]
    if record.line_end == len(table.lines) and not table.ends_cleanly:
        return _CUT
    lost = set(table.layout.columns[len(cells) :])
    if any(field.required and field.name in lost for field in table.layout.contract.fields):
        return _TOO_SHORT
    return cells + [""] * (width - len(cells))


def _cell_fault(table: Table, record: Record, column: str, refused: Refused, text: str) -> Fault:
    is_personal = table.layout.contract.field(column).is_personal
    value = None if is_personal else printable(text.strip())
    return replace(table.fault(record, refused, column), value=value)


def _check_total(
    table: Table, record: Record, cells: list[str], above: list[list[str]], last_total: int
) -> list[Fault]:
    """A total may close the whole table or the part since the last total."""
    wrong = []
    for position, slot, column, _ in table.plan:
        if position >= len(cells) or not cells[position].strip():
            continue
        field = table.layout.contract.field(column)
        if field.type in {"number", "integer"}:
            sums = [_sum(above, slot), _sum(above[last_total:], slot)]
            wrong += [column] if wrong_total(cells[position], field, sums) else []
    if not wrong:
        return []
    reason = f"le total de « {' », « '.join(wrong)} » n'est pas la somme des lignes au-dessus"
    refused = Refused("total_different", reason, "vérifiez qu'aucune ligne ne manque à l'export")
    return [replace(table.fault(record, refused), severity=Severity.CHECK)]


def _sum(rows: Sequence[list[str]], slot: int) -> Decimal:
    return sum((Decimal(values[slot]) for values in rows if values[slot]), Decimal(0))


_OPEN_QUOTE = Refused(
    "guillemet_non_ferme",
    "guillemet ouvert et jamais fermé",
    'fermez le guillemet ("), ou supprimez-le',
)
_TOO_LONG = Refused(
    "ligne_trop_longue",
    "plus de cellules que de colonnes",
    "un séparateur est sans doute dans un texte : mettez ce texte entre guillemets",
)
_TOO_SHORT = Refused(
    "ligne_trop_courte",
    "des cellules obligatoires manquent en fin de ligne",
    "complétez la ligne : il faut autant de cellules que de colonnes",
)
_CUT = Refused(
    "fichier_coupe",
    "dernière ligne incomplète : le fichier semble coupé",
    "refaites l'export et vérifiez la dernière ligne",
)
_ABOVE_HEADER = Refused(
    "ligne_avant_entete",
    "ligne de données au-dessus de l'en-tête",
    "mettez l'en-tête sur la première ligne",
)
