"""Values in a usual form that is not the canonical one: told once a column, with the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.contracts import Contract, Field
from pipeline.french import number
from pipeline.reading.drafts import Draft
from pipeline.reading.frames.framing import read_records
from pipeline.reading.loading import ORIGIN
from pipeline.reading.rows import Row
from pipeline.reading.single.records_out import INFO, Entry, canonical
from pipeline.received import Repair

USUAL_FORM = "forme_usuelle"

Rows = Mapping[tuple[object, ...], Row]  # by file and line
Column = tuple[int, int, Field]  # place in the file, slot in the row


def usual_forms(
    contract: Contract, drafts: Sequence[Draft], rows: Rows, repairs: Sequence[Repair]
) -> Iterator[Entry]:
    """`1 234,5` or `31/12/2025`: what is read without doubt, and needs no word for each cell.

    A cell that bears the name of a repair is told by it.
    """
    told = {(repair.file, repair.line, repair.column) for repair in repairs}
    slots = {field.name: slot for slot, field in enumerate(contract.fields, len(ORIGIN))}
    for draft in drafts:
        if draft.layout is None:
            continue
        columns = [
            (place, slots[name], contract.field(name))
            for place, name in enumerate(draft.layout.columns)
            if name and contract.field(name).type != "string"
        ]
        yield from _of_draft(draft, columns, rows, told)


def _of_draft(
    draft: Draft, columns: Sequence[Column], rows: Rows, told: set[tuple[str, int, str]]
) -> Iterator[Entry]:
    layout, path = draft.layout, draft.part.path
    if layout is None:
        return
    counts: Counter[str] = Counter()
    firsts: dict[str, tuple[str, str]] = {}
    start, width = layout.header.line_end, len(layout.cells)
    for record in read_records(draft.part.lines, layout.delimiter, start, width):
        row, cells = rows.get((path, record.line), ()), record.cells or ()
        for place, slot, field in columns if row else ():
            text, read_as = cells[place] if place < len(cells) else "", row[slot]
            if read_as and text != read_as and text != canonical(read_as, field.type):
                if (path, record.line, field.name) in told:
                    continue
                counts[field.name] += 1
                firsts.setdefault(field.name, (text, canonical(read_as, field.type)))
    for place, _, field in columns:
        if n := counts[field.name]:
            reason = f"Écriture usuelle convertie dans {number(n)} cellule{'s' * (n > 1)}."
            typed, written = firsts[field.name]
            entry = Entry(
                INFO, 0, 0, USUAL_FORM, reason, field.name, layout.cells[place].strip(),
                sheet=draft.part.inside,
            )  # fmt: skip
            yield entry if field.is_personal else replace(entry, value=typed, suggestion=written)
