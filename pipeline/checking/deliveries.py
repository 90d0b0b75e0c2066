"""Which file was expected from whom, for which year, and which arrived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from pipeline.contracts import Contract, quote
from pipeline.received import Delivery, SourceFile

LONGEST_SERIES = 10  # years: an older date is a slip, not a delivery

Key = tuple[str, str, int]  # structure_id, contract, year


@dataclass(frozen=True, slots=True)
class Member:
    """A structure and the years of its membership; `last` None while it lasts."""

    id: str
    name: str
    first: int
    last: int | None
    is_siae: bool

    def belongs(self, year: int) -> bool:
        """Whether it was a member that year, even for a day."""
        return self.first <= year and (self.last is None or year <= self.last)


@dataclass(frozen=True, slots=True)
class _Share:
    """What one owner delivered for one contract; no year: good for all of them."""

    owner: str
    contract: str
    first: int | None
    last: int | None


def read_members(db: duckdb.DuckDBPyConnection) -> tuple[Member, ...]:
    """The structures that the files describe, in order of identifier."""
    rows: list[tuple[str, str, date, date | None, str | None]] = db.execute(
        "select structure_id, nom, date_entree, date_sortie, type_siae from structures order by 1"
    ).fetchall()
    return tuple(
        Member(key, name, start.year, end.year if end else None, siae is not None)
        for key, name, start, end, siae in rows
    )


def find_deliveries(
    db: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract],
    files: Collection[SourceFile],
    carrier: str,
) -> dict[Key, Delivery]:
    """The state of every structure × contract × year; `files` are those that were read.

    A file in a folder of a year is delivered for that year, even when it holds no row. A file
    outside covers the years between its first row and its last; when nothing in its rows gives
    a year, all those in which its sender was a member.
    """
    shares = [*_from_files(contracts, files, carrier), *_from_rows(db, contracts, files, carrier)]
    years, members = _years(shares, files), {member.id: member for member in read_members(db)}
    received = {
        (share.owner, share.contract, year)
        for share in shares
        for year in years
        if _covers(share, year, members.get(share.owner))
    }
    started: dict[tuple[str, str], int] = {}
    for owner, name, year in sorted(received):
        started.setdefault((owner, name), year)
    states = {}
    for member in members.values():
        for contract in contracts.values():
            first = started.get((member.id, contract.name))
            for year in years:
                key = (member.id, contract.name, year)
                if key in received:
                    states[key] = Delivery.RECEIVED
                elif _is_expected(contract, member, year, carrier, first):
                    states[key] = Delivery.MISSING
                else:
                    states[key] = Delivery.NOT_EXPECTED
    return states


def _covers(share: _Share, year: int, sender: Member | None) -> bool:
    if share.first is None and share.last is None:
        return sender is None or sender.belongs(year)
    return (share.first or year) <= year <= (share.last or year)


def _is_expected(
    contract: Contract, member: Member, year: int, carrier: str, first: int | None
) -> bool:
    if contract.expected_from == "pole":
        return member.id == carrier
    if not member.belongs(year):
        return False
    if contract.expected_from == "siae":
        return member.is_siae
    if contract.expected_from == "selon_activite":
        return first is not None and year >= first
    return True


def _from_files(
    contracts: Mapping[str, Contract], files: Iterable[SourceFile], carrier: str
) -> list[_Share]:
    """What the folders say: it holds for a file without any row too."""
    shares = []
    for file in files:
        if file.contract is None:
            continue
        contract = contracts[file.contract]
        owner = carrier if contract.expected_from == "pole" else file.structure
        is_dated = file.year is not None or contract.year_column is None
        if owner and is_dated:
            shares.append(_Share(owner, contract.name, file.year, file.year))
    return shares


def lines_by_owner(
    db: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract],
    files: Iterable[SourceFile],
    carrier: str,
) -> Counter[tuple[str, str]]:
    """Physical lines in the typed tables by (owner, contract); owner "" when nothing tells it."""
    folders = {file.path: file.structure for file in files}
    lines: Counter[tuple[str, str]] = Counter()
    for contract, file, owner, *_, count in _owners(db, list(contracts.values()), contracts):
        is_shared = contract.expected_from == "pole"
        found = carrier if is_shared else owner or folders.get(file) or ""
        lines[found, contract.name] += count
    return lines


def _from_rows(
    db: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract],
    files: Iterable[SourceFile],
    carrier: str,
) -> list[_Share]:
    """What the rows say: a file may hold the rows of several structures and years."""
    folders = {file.path: file.structure for file in files}
    received = {file.contract for file in files}
    shares = []
    filled = [contract for name, contract in contracts.items() if name in received]
    for contract, file, owner, year, first, last, _ in _owners(db, filled, contracts):
        found = carrier if contract.expected_from == "pole" else owner or folders.get(file)
        if found:
            shares.append(_Share(found, contract.name, year or first, year or last))
    return shares


def _owners(
    db: duckdb.DuckDBPyConnection, filled: Sequence[Contract], contracts: Mapping[str, Contract]
) -> Iterator[tuple[Contract, str, str | None, int | None, int | None, int | None, int]]:
    """By contract: file, structure, year of the folder, first and last of the rows, lines."""
    told = [_owners_sql(contract, contracts) for contract in filled]
    sql = " union all ".join(f"select {place}, * from ({one})" for place, one in enumerate(told))  # noqa: S608
    for place, *row in db.execute(sql).fetchall() if told else ():
        yield filled[place], *row


def _owners_sql(contract: Contract, contracts: Mapping[str, Contract]) -> str:
    owner, join, year = "null", "", contract.year_of("t")
    if _has_structure(contract):
        owner = "t.structure_id"
    for key in contract.foreign_keys:
        if owner == "null" and _has_structure(contracts[key.contract]):
            owner = "p.structure_id"
            target = f"p.{quote(key.target_fields[0])}"
            join = f"left join {quote(key.contract)} as p on {target} = t.{quote(key.fields[0])}"
    return (
        f"select t._fichier, {owner}, t._annee, min({year}), max({year}), "  # noqa: S608
        f"sum(t._ligne_fin - t._ligne + 1)::bigint "
        f"from {quote(contract.name)} as t {join} group by all"
    )


def _has_structure(contract: Contract) -> bool:
    return any(field.name == "structure_id" for field in contract.fields)


def _years(shares: Iterable[_Share], files: Iterable[SourceFile]) -> range:
    """From the first year delivered to the last; a folder's year outweighs what rows say."""
    told = {year for share in shares for year in (share.first, share.last) if year}
    newest = max((file.year for file in files if file.contract and file.year), default=None)
    last = newest or max(told, default=0)
    kept = [year for year in told if last - LONGEST_SERIES < year <= last]
    return range(min(kept, default=last), last + 1) if last else range(0)
