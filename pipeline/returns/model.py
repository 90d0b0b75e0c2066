"""What a return slip says, ready for its three forms: page, workbook, message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.reading.frames.framing import Record
from pipeline.received import LineBalance, Severity, SourceFile
from pipeline.returns import sent
from pipeline.returns.sent import Sent


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault as its sender reads it. `value` is None when it may not be repeated."""

    line: int
    line_end: int
    position: int | None  # of the column in the file, from 0
    letter: str
    title: str  # of the column, as typed in the file
    value: str | None
    reason: str
    expected: str
    remedy: str
    suggestion: str
    severity: Severity

    @property
    def column(self) -> str:
        """`colonne F « Date de fin »`, or nothing for a whole row."""
        letter = f" {self.letter}" if self.letter else ""
        return f"colonne{letter} « {self.title} »" if self.title else ""


def _lines(finding: Finding) -> str:
    last = f"–{finding.line_end}" if finding.line_end > finding.line else ""
    return f"{finding.line}{last}"


@dataclass(frozen=True, slots=True)
class Repeated:
    """One thing to do, at every line of the file that asks for it."""

    first: Finding
    lines: tuple[str, ...]  # `12`, `14–15`
    values: tuple[str | None, ...]  # as typed, each once


@dataclass(frozen=True, slots=True)
class Extract:
    """One file with faults: the rows of one structure, all of them, and what is wrong in them."""

    file: SourceFile
    name: str  # as its sender knows it
    title: str  # of its contract, "" when none was recognised
    sender: str  # "" when the structure itself sent it
    findings: tuple[Finding, ...]
    sent: Sent | None  # None when the rows are not given back
    records: tuple[Record, ...]

    @property
    def rows_to_mend(self) -> tuple[Finding, ...]:
        """The faults that stand on a row."""
        return tuple(finding for finding in self.findings if finding.line)

    @property
    def is_doubt(self) -> bool:
        """Whether all its lines are counted: it comes after the files to mend."""
        return all(finding.severity is Severity.CHECK for finding in self.findings)

    @property
    def repeated(self) -> tuple[Repeated, ...]:
        """The same faults, those alike told once, in the order of their first line."""
        alike: dict[Finding, list[Finding]] = {}
        for one in self.rows_to_mend:
            alike.setdefault(replace(one, line=0, line_end=0, value=None), []).append(one)
        return tuple(
            Repeated(
                same[0],
                tuple(_lines(one) for one in same),
                tuple(dict.fromkeys(one.value for one in same)),
            )
            for same in alike.values()
        )

    @property
    def is_mended_at_home(self) -> bool:
        """Whether the rows are known by their line only, the file being too big to travel."""
        is_too_big = self.file.lines > sent.MOST_GIVEN_BACK
        return is_too_big and bool(self.title) and bool(self.rows_to_mend)

    @property
    def whole_file(self) -> tuple[Finding, ...]:
        """The faults of the file itself."""
        return tuple(finding for finding in self.findings if not finding.line)


@dataclass(frozen=True, slots=True)
class Receipt:
    """One file received from the structure and the fate of its lines."""

    name: str
    title: str
    year: int | None
    balance: LineBalance


@dataclass(frozen=True, slots=True)
class Slip:
    """All that goes back to one structure."""

    structure: str
    name: str
    pole: str
    year: int
    receipts: tuple[Receipt, ...]
    missing: tuple[tuple[int, str], ...]  # year, title of the contract; newest year first
    extracts: tuple[Extract, ...]
    repairs: Mapping[str, int]  # kind of repair → times

    def count(self, severity: Severity) -> int:
        """How many faults of that gravity."""
        return sum(f.severity is severity for extract in self.extracts for f in extract.findings)

    @property
    def to_mend(self) -> int:
        """The faults that keep lines out of the report."""
        return self.count(Severity.BLOCKING) + self.count(Severity.SET_ASIDE)

    @property
    def to_check(self) -> int:
        """The doubts that only the structure can settle."""
        return self.count(Severity.CHECK)

    @property
    def lines_aside(self) -> int:
        """Lines of this structure that the report does not count."""
        return len(
            {
                (extract.file.path, line)
                for extract in self.extracts
                for f in extract.rows_to_mend
                if f.severity is not Severity.CHECK
                for line in range(f.line, f.line_end + 1)
            }
        )

    @property
    def late(self) -> tuple[str, ...]:
        """The files of the edition's year that are missing."""
        return tuple(title for year, title in self.missing if year == self.year)

    @property
    def late_before(self) -> tuple[tuple[int, str], ...]:
        """The files of earlier years that are missing."""
        return tuple((year, title) for year, title in self.missing if year < self.year)
