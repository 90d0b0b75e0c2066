"""Where a fault is for the person who opens the file: sheet, column letter, title as typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.reading.books.sheets import letter
from pipeline.reading.frames.headers import Layout
from pipeline.reading.words import printable
from pipeline.received import Fault, SourceFile


def titles_of(layout: Layout) -> tuple[tuple[str, str, str], ...]:
    """Column of the contract, letter and title of each column that is read."""
    pairs = zip(layout.columns, layout.cells, strict=True)
    return tuple(
        (name, letter(place), printable(" ".join(cell.split())))
        for place, (name, cell) in enumerate(pairs)
        if name
    )


def place_faults(faults: Iterable[Fault], files: Iterable[SourceFile]) -> list[Fault]:
    """The same faults, each with its sheet, letter and title where the file has them."""
    sheets = {file.path: file.sheet for file in files}
    titles = {(file.path, name): place for file in files for name, *place in file.titles}
    return [_placed(fault, sheets, titles.get((fault.file, fault.column))) for fault in faults]


def _placed(fault: Fault, sheets: dict[str, str], place: list[str] | None) -> Fault:
    letter_, title = place or (fault.letter, fault.source_column)
    sheet = sheets.get(fault.file, fault.sheet)
    if (sheet, letter_, title) == (fault.sheet, fault.letter, fault.source_column):
        return fault  # of a big file, thousands are placed already
    return replace(fault, sheet=sheet, letter=letter_, source_column=title)
