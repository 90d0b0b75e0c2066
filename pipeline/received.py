"""What was received, and what became of each line: faults, repairs, balances, coverage."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

_LINES_TOLD = re.compile(r" ?\((?:[^()]|\([^()]*\))*\bligne[^()]*\)")


class Severity(StrEnum):
    """What a fault did to the data."""

    BLOCKING = "bloquant"
    SET_ASIDE = "mis de côté"
    CHECK = "à vérifier"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong, where it is and how to mend it.

    `line` counts physical lines (rows of a sheet) from 1; 0 means the whole file, of which
    `seen_on` is then the line that shows what is wrong. `value` is None when the column says
    something about a person: such a value never leaves the source file. `column` is the
    contract's name, `source_column` the header as it was typed and `letter` that of the
    spreadsheet column. `suggestion` is a value to type, when there is one.
    """

    file: str
    line: int
    line_end: int
    column: str
    code: str
    reason: str
    remedy: str
    severity: Severity
    value: str | None = None
    sheet: str = ""
    source_column: str = ""
    letter: str = ""
    expected: str = ""
    suggestion: str = ""
    seen_on: int = 0

    @property
    def cause(self) -> str:
        """The reason without the lines it tells in parentheses: they may count persons."""
        return _LINES_TOLD.sub("", self.reason)

    @property
    def shown_line(self) -> int:
        """The line to look at, 0 when there is none."""
        return self.line or self.seen_on


class Repair(NamedTuple):
    """A cell read without doubt although it was not written as the contract asks.

    Where rows of one line each, one after the other, are written so, one repair stands for them
    all; it does too for a whole column of a big file, once its rows are checked.
    """

    file: str
    line: int
    line_end: int
    column: str
    name: str
    cells: int = 1

    def without(self, lines: Sequence[int]) -> Iterator[Repair]:
        """What is left of it once the rows that start on these `lines`, in order, are gone."""
        start, end = self.line, self.line + self.cells
        gone = lines[bisect_left(lines, start) : bisect_left(lines, end)]
        if not gone:
            yield self
            return
        for line in (*gone, end):
            if line > start:
                yield self._replace(line=start, line_end=line - 1, cells=line - start)
            start = line + 1


def one_by_one(repairs: Iterable[Repair]) -> Iterator[Repair]:
    """One repair for each row, of those that stand for rows one after the other."""
    for repair in repairs:
        if repair.cells == 1:
            yield repair
        else:
            for line in range(repair.line, repair.line_end + 1):
                yield repair._replace(line=line, line_end=line, cells=1)


@dataclass(frozen=True, slots=True, order=True)
class IgnoredLine:
    """Physical lines that hold no data, and the rule that says so (blank, title, total…)."""

    file: str
    line: int
    line_end: int
    rule: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file found under the pole's folder; `contract` None when none matched."""

    path: str  # relative to the pole's folder, with forward slashes
    contract: str | None
    structure: str | None
    year: int | None
    sha256: str
    lines: int
    encoding: str
    delimiter: str
    sheet: str = ""
    titles: tuple[tuple[str, str, str], ...] = ()  # column, its letter, its title as typed
    seal: str = ""  # of a file whose contents could be tried: no SHA-256 then, see proof/seals


@dataclass(frozen=True, slots=True)
class LineBalance:
    """Where every physical line of one file went; the four last add up to `lines`."""

    file: str
    lines: int
    counted: int
    repaired: int
    ignored: int
    set_aside: int

    @property
    def is_exact(self) -> bool:
        """Whether no line is lost nor counted twice."""
        return self.lines == self.counted + self.repaired + self.ignored + self.set_aside


class Delivery(StrEnum):
    """State of one expected file: structure × contract × year."""

    RECEIVED = "reçu"
    MISSING = "manquant"
    NOT_EXPECTED = "sans objet"


@dataclass(frozen=True, slots=True)
class Intake:
    """What ingest read; rows are in the database, with the repairs of whole columns."""

    files: tuple[SourceFile, ...]
    repairs: tuple[Repair, ...]
    ignored: tuple[IgnoredLine, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """The intake once checked: every fault, every line's fate, what arrived and what did not."""

    files: tuple[SourceFile, ...]
    repairs: tuple[Repair, ...]
    ignored: tuple[IgnoredLine, ...]
    faults: tuple[Fault, ...]
    balances: tuple[LineBalance, ...]
    deliveries: Mapping[tuple[str, str, int], Delivery]  # (structure_id, contract, year)
    structures: Mapping[str, str]  # structure_id → name, in alphabetical order of names
