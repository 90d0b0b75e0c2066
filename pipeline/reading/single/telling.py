"""Each fault, repair and ignored line of one file, as one record in the order of its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.contracts import Contract, Field
from pipeline.reading.cells.expectations import expected
from pipeline.reading.drafts import Draft
from pipeline.reading.frames.framing import read_records
from pipeline.reading.loading import ORIGIN
from pipeline.reading.rows import Ledger, Row
from pipeline.reading.single.forms import usual_forms
from pipeline.reading.single.records_out import ERROR, INFO, WARNING, Entry, canonical, code_of
from pipeline.reading.whole_files import UNKNOWN_COLUMNS
from pipeline.reading.words import sentence
from pipeline.received import Fault, IgnoredLine, Repair, Severity, one_by_one

HEADER = "en-tête"  # the only line without data that needs no word
_SEVERITIES = {Severity.BLOCKING: ERROR, Severity.SET_ASIDE: ERROR, Severity.CHECK: WARNING}
LONGEST_VALUE = 1000  # characters of a cell that are told: enough to find it again
_PLAIN_ENCODINGS = ("", "UTF-8")

Spot = tuple[object, ...]  # file and line


@dataclass(frozen=True, slots=True)
class _Source:
    """One part of the file: how to find back in it what was typed."""

    sheet: str
    extras: Sequence[str]  # titles of columns that are not read
    columns: Mapping[str, tuple[int, str]]  # place and title as typed
    cells: Mapping[int, Sequence[str]]  # of the lines that have something to tell


@dataclass(frozen=True, slots=True)
class _Told:
    """All that the records are made from."""

    fields: Mapping[str, Field]
    expected: Mapping[str, str]  # by column
    slots: Mapping[str, int]
    sources: Mapping[str, _Source]
    kept: Mapping[Spot, Row]

    def value(self, path: str, line: int, name: str) -> str | None:
        """The text of a cell as it stands in the file; None for a column about persons."""
        source = self.sources[path]
        cells, place = source.cells.get(line, ()), source.columns.get(name, (0, ""))[0]
        is_hidden = name not in source.columns or self.fields[name].is_personal
        return None if is_hidden or place >= len(cells) else _shortened(cells[place])


def tell(
    contract: Contract, ledger: Ledger, drafts: Sequence[Draft], rows: Iterable[Row]
) -> list[Entry]:
    """Every entry, by sheet and line; `rows` are those that stay."""
    concerned = {(fault.file, fault.line) for fault in ledger.faults}
    repairs = [*one_by_one(ledger.repairs)]
    concerned |= {(repair.file, repair.line) for repair in repairs}
    told = _Told(
        fields={field.name: field for field in contract.fields},
        expected={field.name: expected(field) for field in contract.fields},
        slots={field.name: slot for slot, field in enumerate(contract.fields, len(ORIGIN))},
        sources={draft.part.path: _source(draft, concerned) for draft in drafts},
        kept={(row[0], int(row[1])): row for row in rows},
    )
    entries = [
        *_about_file(contract, drafts),
        *usual_forms(contract, drafts, told.kept, repairs),
        *(entry for fault in ledger.faults for entry in _fault(told, fault)),
        *(_repair(told, r) for r in repairs if (r.file, r.line) in told.kept),
        *(_ignored(told, line) for line in ledger.ignored if line.rule != HEADER),
    ]
    return sorted(entries, key=lambda e: (e.sheet, e.line, e.line_end, e.column, e.code))


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _source(draft: Draft, concerned: set[tuple[str, int]]) -> _Source:
    part, layout = draft.part, draft.layout
    if layout is None:
        return _Source(part.inside, (), {}, {})
    places = enumerate(zip(layout.columns, layout.cells, strict=True))
    wanted = {line for path, line in concerned if path == part.path and line}
    lines = part.lines if wanted else ()
    records = read_records(lines, layout.delimiter, layout.header.line_end, len(layout.cells))
    return _Source(
        sheet=part.inside,
        extras=layout.extras,
        columns={name: (place, cell.strip()) for place, (name, cell) in places if name},
        cells={r.line: r.cells for r in records if r.cells and r.line in wanted},
    )


def _about_file(contract: Contract, drafts: Iterable[Draft]) -> Iterator[Entry]:
    for draft in drafts:
        part = draft.part
        if draft.layout and not part.sheet and part.encoding not in _PLAIN_ENCODINGS:
            reason = f"Fichier en {part.encoding}, converti en UTF-8."
            yield Entry(INFO, 0, 0, "encodage", reason, expected="UTF-8", sheet=part.inside)
    for field in contract.fields:
        if field.outside and field.outside.unknown_type:
            reason = (
                f"Type « {field.outside.unknown_type} » non pris en charge : lu comme un texte."
            )
            yield Entry(WARNING, 0, 0, "type_non_pris_en_charge", reason, column=field.name)
    for key in (key for key in contract.foreign_keys if key.contract != contract.name):
        reason = f"Fichier lu seul : son lien vers {key.contract} n'est pas vérifié."
        yield Entry(INFO, 0, 0, "lien_non_verifie", reason, column=key.fields[0])


def _fault(told: _Told, fault: Fault) -> list[Entry]:
    """One entry; one for each column that is not read."""
    source, line = told.sources[fault.file], fault.shown_line
    entry = Entry(
        severity=_SEVERITIES[fault.severity],
        line=line,
        line_end=fault.line_end or line,
        code=fault.code,
        reason=fault.reason,
        column=fault.column,
        column_source=source.columns.get(fault.column, (0, fault.source_column))[1],
        value=told.value(fault.file, fault.line, fault.column),
        expected=fault.expected or told.expected.get(fault.column, ""),
        suggestion=fault.suggestion or fault.remedy,
        sheet=source.sheet,
    )
    if fault.code != UNKNOWN_COLUMNS:
        return [entry]
    return [replace(entry, column_source=title) for title in source.extras]


def _repair(told: _Told, repair: Repair) -> Entry:
    source, column = told.sources[repair.file], told.fields.get(repair.column)
    read_as = ""
    if column and not column.is_personal:
        text = told.kept[repair.file, repair.line][told.slots[column.name]]
        read_as = canonical(text, column.type)
    return Entry(
        severity=INFO,
        line=repair.line,
        line_end=repair.line_end,
        code=code_of(repair.name),
        reason=sentence(repair.name),
        column=repair.column,
        column_source=source.columns.get(repair.column, (0, ""))[1],
        value=told.value(repair.file, repair.line, repair.column),
        expected=told.expected.get(repair.column, ""),
        suggestion=read_as,
        sheet=source.sheet,
    )


def _ignored(told: _Told, line: IgnoredLine) -> Entry:
    sheet = told.sources[line.file].sheet
    return Entry(INFO, line.line, line.line_end, "ligne_ignoree", sentence(line.rule), sheet=sheet)
