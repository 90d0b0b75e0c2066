"""Lines and records: which physical lines make one row, and what its cells are."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.reading.frames.quoting import (
    BARE_QUOTES,
    QUOTE,
    opens_inside,
    quoted_cells,
    spaced_quote,
    split_cells,
    stuck_quote,
)

DELIMITERS = ";,\t|"
LONGEST_RECORD = 8  # physical lines that one record may span, whatever they look like
LONGEST_TEXT = 100  # the same where none of its lines looks like a row
LONGEST_HEADER = 100  # the same for a header, whose titles leave no doubt


class Record(NamedTuple):
    """One row as delivered; `cells` is None when its quotes cannot be read without doubt.

    Such a record is one line, whose quote never closes, or all the lines of which nobody can
    say whether they are one row or several.
    """

    line: int
    line_end: int
    cells: list[str] | None
    repair: str = ""


def split_lines(text: str) -> list[str]:
    """The physical lines: CRLF, LF and lone CR end one, nothing else does."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def plain_records(lines: Sequence[str], delimiter: str, width: int) -> list[list[str]] | None:
    """The cells of lines of which each is one record, as wide as the header; None in doubt.

    What `read_records` reads in them too, without an object for each.
    """
    text = "\n".join(lines)
    if QUOTE not in text and "\0" not in text:
        cells = [line.split(delimiter) for line in lines]
    elif found := quoted_cells(lines, delimiter):
        cells = found
    elif spaced_quote(delimiter) in text or (
        stuck_quote(delimiter).search(text) and opens_inside(delimiter).search(text)
    ):
        return None
    else:
        try:
            cells = list(csv.reader(lines, delimiter=delimiter, strict=True))
        except csv.Error:
            return None
    is_plain = len(cells) == len(lines) and set(map(len, cells)) == {width}
    return cells if is_plain else None


def read_records(
    lines: Sequence[str],
    delimiter: str,
    start: int,
    width: int | None,
    longest: int = LONGEST_RECORD,
) -> Iterator[Record]:
    """Every record from the 0-based line `start` on; `width` is the header's, if known.

    The `csv` module reads what is written by its rules; where it stumbles, or goes past the
    end of a line, or meets spaces before a quote, the record is read again by ours.
    """
    position, total, spaced = start, len(lines), spaced_quote(delimiter)
    doubtful = opens_inside(delimiter)
    while position < total:
        reader = csv.reader(
            map(lines.__getitem__, range(position, total)), delimiter=delimiter, strict=True
        )
        start, expected = position, 0
        try:
            for cells in reader:
                expected += 1
                line = lines[position]
                if reader.line_num != expected or (
                    QUOTE in line and (spaced in line or doubtful.search(line))
                ):
                    break
                position += 1
                yield Record(position, position, cells or [""])
            else:
                return
        except csv.Error:
            pass
        record = _doubtful_record(lines, position, delimiter, width, longest)
        yield record
        position = record.line_end


def _doubtful_record(
    lines: Sequence[str], position: int, delimiter: str, width: int | None, longest: int
) -> Record:
    """A quote that does not close, or closes on another row, spoils its own line only."""
    text = lines[position]
    if opens_inside(delimiter).search(text):
        return Record(position + 1, position + 1, None)
    cells, repair = split_cells(text, delimiter, width)
    if cells is not None:
        return Record(position + 1, position + 1, cells, repair)
    for end in range(position + 1, min(position + max(longest, LONGEST_TEXT), len(lines))):
        if end - position >= longest and not _is_text(lines[position + 1 : end], delimiter, width):
            break
        text = f"{text}\n{lines[end]}"
        if QUOTE not in lines[end]:
            continue
        cells, repair = split_cells(text, delimiter, width)
        if cells is not None:
            if width is None and repair == BARE_QUOTES:
                break
            if (width is not None and len(_filled(cells)) > width) or len(cells) < (width or 0):
                break
            if _are_rows(lines[position : end + 1], delimiter, width):
                after = [line for line in lines[position + 1 : end + 1] if line.strip()]
                is_alone = all(_is_whole(line, delimiter, width) for line in after)
                return Record(position + 1, position + 1 if is_alone else end + 1, None)
            return Record(position + 1, end + 1, cells, repair)
    return Record(position + 1, position + 1, None)


def _is_text(lines: Sequence[str], delimiter: str, width: int | None) -> bool:
    """Whether no line inside a long quoted cell looks like a row.

    A line with quotes may, as soon as it has the delimiters of one: others may be in its texts.
    """
    if width is None or width < len("ab"):
        return False
    counts = ((line.count(delimiter), QUOTE in line) for line in lines)
    return not any(n == width - 1 or (n >= width and is_quoted) for n, is_quoted in counts)


def _filled(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _are_rows(lines: Sequence[str], delimiter: str, width: int | None) -> bool:
    """Whether the lines of a quoted cell look like rows of their own."""
    if width is None or width < len("ab"):
        return False
    first, *inner, last = lines
    if any(_is_row(line, delimiter, width) for line in inner):
        return True
    return min(first.count(delimiter), last.count(delimiter)) >= width - 1


def _is_whole(line: str, delimiter: str, width: int | None) -> bool:
    """Whether a line alone is a row whose quotes are in order: no text ends on such a line."""
    cells, repair = split_cells(line, delimiter)
    is_balanced = cells is not None and not line.count(QUOTE) % 2
    return is_balanced and repair != BARE_QUOTES and len(cells or ()) == width


def _is_row(line: str, delimiter: str, width: int) -> bool:
    """Whether a line alone has the cells of a row; one that closes a text and opens another not."""
    return line.count(delimiter) == width - 1 and split_cells(line, delimiter)[0] is not None
