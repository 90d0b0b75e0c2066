"""What the reading of a file needs and what it leaves: rows, repairs, ignored lines, faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.reading.cells.readers import Cell
from pipeline.reading.frames.framing import Record, read_records
from pipeline.reading.frames.headers import Layout
from pipeline.reading.refusals import Refused
from pipeline.reading.sources import Place
from pipeline.reading.streaming import Stream
from pipeline.received import Fault, IgnoredLine, Repair, Severity

Row = tuple[str, ...]
Column = tuple[int, int, str, Callable[[str], Cell]]  # cell, place in the row, name, reader


@dataclass(slots=True)
class Ledger:
    """Where every line goes, gathered over the files; rows by contract."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
    ignored: list[IgnoredLine] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    lost: list[Row] = field(default_factory=list)  # see loading.LOST


@dataclass(frozen=True, slots=True)
class Table:
    """A file whose layout is known, ready to be read row by row."""

    path: str
    place: Place
    lines: Sequence[str]
    ends_cleanly: bool  # the last line is whole: the file was not cut short
    layout: Layout
    plan: Sequence[Column]
    mended: Mapping[int, str] = field(default_factory=dict)  # line → what was mended in its text
    stream: Stream | None = None  # where its rows go, when they are too many for the ledger

    @property
    def open_line(self) -> int:
        """The last line when nothing ends it, so that it may be cut short; else 0."""
        return 0 if self.ends_cleanly else len(self.lines)

    def fault(
        self, record: Record, refused: Refused, column: str = "", value: str | None = None
    ) -> Fault:
        """The fault that sets a record aside; without its `value`, nor anything near it."""
        return Fault(
            file=self.path,
            line=record.line,
            line_end=record.line_end,
            column=column,
            code=refused.code,
            reason=refused.reason,
            remedy=refused.remedy,
            severity=Severity.SET_ASIDE,
            value=value,
            expected=refused.expected,
            suggestion="" if value is None else refused.suggestion,
        )

    def records(self) -> Iterator[Record]:
        """What stands below the header."""
        layout = self.layout
        width = len(layout.cells)
        return read_records(self.lines, layout.delimiter, layout.header.line_end, width)
