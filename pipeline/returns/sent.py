"""A delivered table as its sender sees it: every row in its order and wording, untyped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.contracts import Contract
from pipeline.reading.drafts import draft_all
from pipeline.reading.frames.framing import Record, read_records
from pipeline.reading.frames.headers import Layout, index_names
from pipeline.reading.limits import Limits
from pipeline.reading.parts import INSIDE, Part, open_parts, read_whole
from pipeline.reading.sources import find_files, printable_path

MOST_GIVEN_BACK = 100_000  # lines of a file: a sheet takes seven seconds and 300 MB to write


@dataclass(frozen=True)
class Sent:
    """The rows of one file or sheet around its header; `layout` tells what each column is."""

    layout: Layout
    records: tuple[Record, ...]

    @cached_property
    def by_line(self) -> Mapping[int, Record]:
        """The record of each physical line."""
        return {n: r for r in self.records for n in range(r.line, r.line_end + 1)}

    def is_header(self, record: Record) -> bool:
        """Whether the record is a line of the header."""
        header = self.layout.header
        return header.line <= record.line <= header.line_end

    def position(self, column: str) -> int | None:
        """Where a column of the contract stands, None when the file does not have it."""
        columns = self.layout.columns
        return columns.index(column) if column in columns else None

    def cell(self, line: int, column: str) -> str:
        """What was typed there, "" when there is no such cell."""
        record, place = self.by_line.get(line), self.position(column)
        if record is None or not record.cells or place is None or place >= len(record.cells):
            return ""
        return record.cells[place].strip()


def read_again(
    folder: Path, wanted: Mapping[str, str], contracts: Mapping[str, Contract], limits: Limits
) -> dict[str, Sent]:
    """The tables of those paths that follow a contract, and that a workbook can hold.

    `wanted` gives for each path the SHA-256 of what was read: a file that changed is left out,
    and one of more lines than people correct in a spreadsheet.
    """
    index = index_names(contracts)
    tops = {name.split(INSIDE)[0] for name in wanted}
    paths = [path for path in find_files(folder) if printable_path(path, folder) in tops]
    parts = (_given_back(part) for path in paths for part in open_parts(path, folder, limits))
    return {
        draft.part.path: Sent(draft.layout, _records(draft.part.lines, draft.layout))
        for draft in draft_all(parts, contracts, index)
        if draft.layout
        and draft.part.count <= MOST_GIVEN_BACK
        and wanted.get(draft.part.path) == draft.part.sha256
    }


def _given_back(part: Part) -> Part:
    """A big file is read whole only when its rows go back."""
    return read_whole(part) if part.count <= MOST_GIVEN_BACK else part


def _records(lines: Sequence[str], layout: Layout) -> tuple[Record, ...]:
    end, delimiter = layout.header.line_end, layout.delimiter
    above = read_records(lines[:end], delimiter, 0, None)
    below = read_records(lines, delimiter, end, len(layout.cells))
    return tuple(_with_text(record, lines) for record in (*above, *below))


def _with_text(record: Record, lines: Sequence[str]) -> Record:
    """A record that could not be cut into cells keeps its text, in one cell."""
    if record.cells is not None:
        return record
    text = "\n".join(lines[record.line - 1 : record.line_end])
    return Record(record.line, record.line_end, [text])
