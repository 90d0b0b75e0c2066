"""Who sent what: files, lines read, lines set aside, years missing; by structure and contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from pipeline.checking.deliveries import lines_by_owner
from pipeline.contracts import Contract
from pipeline.reading.words import fold
from pipeline.received import Delivery, Quality, SourceFile

Cell = tuple[str, str]  # structure_id, "" when none is known; contract, "" when none fits


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came of one contract from one structure; lines are physical ones."""

    structure: str
    contract: str
    files: int
    lines: int
    set_aside: int
    missing: tuple[int, ...]  # years


def list_arrivals(
    db: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, Contract],
    quality: Quality,
    carrier: str,
) -> tuple[Arrival, ...]:
    """One for each structure and contract of which something came or was expected.

    A common file counts for each structure of which it holds a row. What was set aside in it
    belongs to no structure that is known: it stands under "". A sheet of explanations is no file.
    """
    explains = {b.file for b in quality.balances if b.lines and b.ignored == b.lines}
    owners = {
        file.path: _owner(file, contracts, carrier)
        for file in quality.files
        if file.contract or file.path not in explains
    }
    files, lines = Counter(owners.values()), lines_by_owner(db, contracts, quality.files, carrier)
    aside: Counter[Cell] = Counter()
    for balance in quality.balances:
        if balance.file in owners:
            aside[owners[balance.file]] += balance.set_aside
    missing: dict[Cell, list[int]] = {}
    for (structure, contract, year), state in sorted(quality.deliveries.items()):
        if state is Delivery.MISSING:
            missing.setdefault((structure, contract), []).append(year)
    for structure, contract in lines:
        if files["", contract] and not files[structure, contract]:
            files[structure, contract] = files["", contract]
    known = {cell for cell in {*files, *missing} if cell[0] or aside[cell] or not cell[1]}
    ranks = {name: rank for rank, name in enumerate(quality.structures)}
    order = sorted(known, key=lambda cell: (ranks.get(cell[0], len(ranks)), fold(cell[1])))
    return tuple(
        Arrival(*cell, files[cell], lines[cell], aside[cell], tuple(missing.get(cell, ())))
        for cell in order
    )


def _owner(file: SourceFile, contracts: Mapping[str, Contract], carrier: str) -> Cell:
    """Where a file counts: its folder's structure, unless it is one of the pole's own."""
    if file.contract and contracts[file.contract].expected_from == "pole":
        return carrier, file.contract
    return file.structure or "", file.contract or ""
