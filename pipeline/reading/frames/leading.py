"""Totals written above the rows that they add up: known to be right once those rows are read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipeline.reading.frames.totals import Sums, Told, wrong_total
from pipeline.received import Fault


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A figure that is not the sum of the rows above, and what was added up where it stands."""

    figure: Told
    fault: Fault
    slot: int
    whole: Decimal
    unread: int
    has_rows_above: bool

    def below(self, sums: Sums) -> Told:
        """The same figure beside the sum of the rows from there down to here, if it is known."""
        is_known = sums.unread[self.slot] == self.unread
        below = sums.whole.get(self.slot, Decimal(0)) - self.whole
        return replace(self.figure, candidates=[below] if is_known else [])


@dataclass(slots=True)
class Leading:
    """The wrong totals of a file, each doubted only if what is below does not show it right."""

    doubts: list[_Doubt] = field(default_factory=list)

    def wait(self, figure: Told, fault: Fault, slot: int, sums: Sums) -> None:
        """Keep the fault until the rows below are read."""
        whole, unread = sums.whole.get(slot, Decimal(0)), sums.unread[slot]
        self.doubts.append(_Doubt(figure, fault, slot, whole, unread, sums.rows > 0))

    def look(self, sums: Sums) -> None:
        """Another total stands here, or the file ends: forget the doubts that the rows settle."""
        self.doubts = [doubt for doubt in self.doubts if not doubt.below(sums).is_shown]

    def faults(self, sums: Sums) -> list[Fault]:
        """Those that remain; nobody knows of a total over rows of which some are unread."""
        self.look(sums)
        found = []
        for doubt in self.doubts:
            figure = doubt.below(sums)
            if doubt.has_rows_above:
                found.append(doubt.fault)
            elif figure.candidates:
                told = wrong_total(figure, "du dessous")
                reason, expected = told.reason, told.expected
                found.append(replace(doubt.fault, reason=reason, expected=expected))
        return found
