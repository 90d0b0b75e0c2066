"""Merged cells of a sheet: below or beside the first one, nobody can tell what was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pipeline.reading.books.sheets import DELIMITER, join_cells
from pipeline.reading.cells.readers import Cell
from pipeline.reading.frames.framing import read_records
from pipeline.reading.frames.headers import Layout
from pipeline.reading.parts import Part
from pipeline.reading.refusals import Refused

MARK = "(cellule fusionnée)"

_MERGED = Cell(
    "",
    (),
    Refused(
        "cellule_fusionnee",
        "cellule fusionnée : sa valeur n'est écrite que dans la première case",
        "défusionnez les cellules et écrivez la valeur sur chaque ligne",
    ),
)


def mark_merged(part: Part, layout: Layout) -> Sequence[str]:
    """The lines of a sheet, with a mark in each empty case that a merged cell covers.

    Columns that the contract carries down are left blank for it; so are titles, notes and
    blank rows, which hold one value at most.
    """
    lines = list(part.lines)
    marks: dict[int, set[int]] = {}
    for row, column in _covered(part, layout):
        marks.setdefault(row, set()).add(column)
    for row, columns in marks.items():
        record = next(read_records([lines[row - 1]], DELIMITER, 0, None))
        cells = list(record.cells or ())
        if sum(1 for cell in cells if cell.strip()) > 1:
            marked = (MARK if n in columns and not c else c for n, c in enumerate(cells))
            lines[row - 1] = join_cells(marked)
    return lines


def _covered(part: Part, layout: Layout) -> Iterator[tuple[int, int]]:
    """Rows from 1 and columns from 0, save the first case of each merged cell."""
    fields = {field.name: field for field in layout.contract.fields}
    kept = {
        position
        for position, name in enumerate(layout.columns)
        if name and not fields[name].is_carried
    }
    for top, bottom, left, right in part.merged:
        for row in range(max(top, layout.header.line_end + 1), min(bottom, part.count) + 1):
            for column in kept & set(range(left, min(right, len(layout.columns)) + 1)):
                if (row, column) != (top, left):
                    yield row, column


def refusing_merged(read: Callable[[str], Cell]) -> Callable[[str], Cell]:
    """The reader of a column, which also knows the mark of a merged cell."""
    return lambda text: _MERGED if text == MARK else read(text)
