"""Lines and records: which physical lines make one row, and what its cells are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

DELIMITERS = ";,\t|"
LONGEST_RECORD = 8  # physical lines that one quoted cell may span
QUOTE = '"'


@dataclass(frozen=True, slots=True)
class Record:
    """One row as delivered; `cells` is None when a quote opened on `line` never closes."""

    line: int
    line_end: int
    cells: list[str] | None


def split_lines(text: str) -> list[str]:
    """The physical lines: CRLF, LF and lone CR end one, nothing else does."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def read_records(
    lines: Sequence[str], delimiter: str, start: int, width: int | None
) -> Iterator[Record]:
    """Every record from the 0-based line `start` on; `width` is the header's, if known."""
    position, total = start, len(lines)
    while position < total:
        line = lines[position]
        if QUOTE not in line:
            yield Record(position + 1, position + 1, line.split(delimiter))
            position += 1
        else:
            record = _quoted_record(lines, position, delimiter, width)
            yield record
            position = record.line_end


def _quoted_record(
    lines: Sequence[str], position: int, delimiter: str, width: int | None
) -> Record:
    """A quote that does not close, or closes on another row, spoils its own line only."""
    text = lines[position]
    cells = split_cells(text, delimiter)
    if cells is not None:
        return Record(position + 1, position + 1, cells)
    for end in range(position + 1, min(position + LONGEST_RECORD, len(lines))):
        text = f"{text}\n{lines[end]}"
        cells = split_cells(text, delimiter)
        if cells is not None:
            if width is not None and len(cells) != width:
                break
            return Record(position + 1, end + 1, cells)
    return Record(position + 1, position + 1, None)


def split_cells(text: str, delimiter: str) -> list[str] | None:
    """The cells of one record, None when a quoted cell is still open at its end.

    A quote opens only at the start of a cell; one that neither doubles nor stands before a
    delimiter is kept as text, so that `tube de 3" ;` and `"dit "Jo""` lose nothing.
    """
    cells: list[str] = []
    position, length = 0, len(text)
    while True:
        if text.startswith(QUOTE, position):
            closing = _closing_quote(text, position + 1, delimiter)
            if closing < 0:
                return None
            cells.append(text[position + 1 : closing].replace('""', QUOTE))
            position = closing + 1
        else:
            end = text.find(delimiter, position)
            end = length if end < 0 else end
            cells.append(text[position:end])
            position = end
        if position >= length:
            return cells
        position += 1


def _closing_quote(text: str, position: int, delimiter: str) -> int:
    while True:
        found = text.find(QUOTE, position)
        if found < 0:
            return -1
        after = text[found + 1 : found + 2]
        if after in ("", delimiter):
            return found
        position = found + (2 if after == QUOTE else 1)
