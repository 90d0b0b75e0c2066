"""What was read under each contract: its files, the fate of their lines, one hash for them all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.received import LineBalance, Quality, SourceFile

OF_PERSONS = "Fichiers de personnes, réunis"
STEP = 100  # lines of files of persons are told to the hundred


@dataclass(frozen=True, slots=True)
class Tally:
    """Files with the balances of their lines; a file that could not be read has none."""

    files: tuple[SourceFile, ...]
    balances: tuple[LineBalance, ...]

    @property
    def read(self) -> int:
        """Every physical line."""
        return sum(balance.lines for balance in self.balances)

    @property
    def kept(self) -> int:
        """Lines that became rows, repaired or not."""
        return sum(balance.counted + balance.repaired for balance in self.balances)

    @property
    def ignored(self) -> int:
        """Lines that hold no data, by a named rule."""
        return sum(balance.ignored for balance in self.balances)

    @property
    def set_aside(self) -> int:
        """Lines that a fault keeps out of the figures."""
        return sum(balance.set_aside for balance in self.balances)

    @property
    def sha256(self) -> str:
        """One hash for all the files."""
        return combined_sha256(self.files)


def tallies(quality: Quality) -> Mapping[str, Tally]:
    """The tally of each contract that has a file."""
    balances = {balance.file: balance for balance in quality.balances}
    files: dict[str, list[SourceFile]] = {}
    for file in quality.files:
        if file.contract:
            files.setdefault(file.contract, []).append(file)
    return {
        contract: Tally(tuple(own), tuple(balances[f.path] for f in own if f.path in balances))
        for contract, own in files.items()
    }


def together(parts: Iterable[Tally]) -> Tally:
    """One tally for several contracts."""
    listed = tuple(parts)
    return Tally(
        tuple(file for part in listed for file in part.files),
        tuple(balance for part in listed for balance in part.balances),
    )


def combined_sha256(files: Iterable[SourceFile]) -> str:
    """One hash for a set of files: that of the sorted lines `sha256  path` of sha256sum.

    A file that bears a seal is there by it.
    """
    lines = sorted(f"{file.seal or file.sha256}  {file.path}\n" for file in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def rounded(lines: int, step: int = STEP) -> int:
    """A count of lines of files of persons.

    To the line, a file that comes late would add from one edition to the next as many lines as it
    counts persons.
    """
    return (lines + step // 2) // step * step
