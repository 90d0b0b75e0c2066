"""Which structure each row at fault goes back to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.contracts import Contract
from pipeline.reading.cells.cleaning import tidy
from pipeline.reading.frames.framing import Record
from pipeline.reading.limits import Limits
from pipeline.reading.refusals import Refused
from pipeline.reading.words import fold
from pipeline.received import Fault, Quality, SourceFile
from pipeline.returns.findings import Teller, finding_order
from pipeline.returns.model import Extract
from pipeline.returns.sent import Sent, read_again

ANOTHER = "un fichier d'une autre structure"
UNDATED = 9999  # a file of no year comes before all years


@dataclass(frozen=True, slots=True)
class Desk:
    """Sorts the faults of a delivery by the structure that has to mend them.

    A row goes to the structure it names when the carrier sent it for several; a row that a
    member sent in the name of another goes to the carrier alone, who settles whose it is.
    """

    quality: Quality
    contracts: Mapping[str, Contract]
    carrier: str
    folder: Path
    limits: Limits

    def extracts(self) -> dict[str, list[Extract]]:
        """What goes back to each structure; the newest year first."""
        faults: dict[str, list[Fault]] = {}
        for fault in self.quality.faults:
            faults.setdefault(fault.file, []).append(fault)
        files = [file for file in self.quality.files if file.path in faults]
        hashes = {file.path: file.sha256 for file in files}
        tables = read_again(self.folder, hashes, self.contracts, self.limits)
        found: dict[str, list[Extract]] = {}
        for file in sorted(files, key=newest_first):
            table = tables.get(file.path)
            owners = self._owners(file, table) if table else {}
            shares: dict[str, list[Fault]] = {}
            for fault in faults[file.path]:
                owner = owners.get(fault.line) or self.sender(file)
                shares.setdefault(owner, []).append(fault)
            for owner, own in shares.items():
                rows = (
                    [r for r in table.records if owners[r.line] in {owner, None}] if table else []
                )
                extract = self._extract(file, owner, own, table, rows)
                found.setdefault(owner, []).append(extract)
        return found

    def sender(self, file: SourceFile) -> str:
        """The structure whose folder the file lies in, else the carrier."""
        return file.structure or self.carrier

    def _extract(
        self,
        file: SourceFile,
        owner: str,
        faults: Iterable[Fault],
        table: Sent | None,
        records: Iterable[Record],
    ) -> Extract:
        contract = self.contracts.get(file.contract or "")
        teller = Teller(contract, table, self._names(owner))
        sender = self.sender(file)
        return Extract(
            file=file,
            name=short_name(file),
            title=contract.title if contract else "",
            sender="" if owner == sender else self.quality.structures.get(sender, sender),
            findings=tuple(sorted(map(teller.tell, faults), key=finding_order)),
            sent=table,
            records=tuple(records),
        )

    def _names(self, reader: str) -> dict[str, str]:
        """What to call each file before that structure, which hears of no other's."""
        return {
            file.path: short_name(file) if reader in {self.sender(file), self.carrier} else ANOTHER
            for file in sorted(self.quality.files, key=lambda file: -len(file.path))
        }

    def _owners(self, file: SourceFile, sent: Sent) -> dict[int, str | None]:
        """The structure of each physical line; None for the header, which is everyone's."""
        place = sent.position("structure_id")
        owners: dict[int, str | None] = {}
        for record in sent.records:
            owner = None if sent.is_header(record) else self._owner(file, sent, record, place)
            owners |= dict.fromkeys(range(record.line, record.line_end + 1), owner)
        return owners

    def _owner(self, file: SourceFile, sent: Sent, record: Record, place: int | None) -> str:
        sender = self.sender(file)
        named = self._named(record, place) if record.line > sent.layout.header.line else None
        if named in {None, sender}:
            return sender
        if sender == self.carrier and sent.layout.contract.expected_from != "pole":
            return named or sender
        return self.carrier

    def _named(self, record: Record, place: int | None) -> str | None:
        """The member that a row names; None when it names none, or one nobody knows."""
        if place is None or not record.cells or place >= len(record.cells):
            return None
        try:
            typed = fold(tidy(record.cells[place])[0])
        except Refused:
            return None
        members = self.quality.structures.items()
        known = [key for key, name in members if typed in {fold(key), fold(name)}]
        return known[0] if len(known) == 1 else None


def newest_first(file: SourceFile) -> tuple[int, str]:
    """The order of the files on a slip."""
    return -(file.year or UNDATED), file.path


def short_name(file: SourceFile) -> str:
    """The path as its sender knows it: without the folders that hold all the structures."""
    parts = PurePosixPath(file.path).parts
    return "/".join(parts[2:] if parts[0] == "depots" and len(parts) > 2 else parts)
