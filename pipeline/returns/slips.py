"""The return slips of a delivery: for each structure a page, a workbook and a message."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from pipeline.contracts import Contract
from pipeline.model import Pole
from pipeline.reading.limits import USUAL, Limits
from pipeline.reading.words import unaccented
from pipeline.received import Delivery, Quality
from pipeline.returns.extracts import Desk, newest_first, short_name
from pipeline.returns.message import message
from pipeline.returns.model import Receipt, Slip
from pipeline.returns.page import slip_page
from pipeline.returns.workbook import slip_workbook

MESSAGE = "message.txt"
_UNSAFE = re.compile(r"[^a-z0-9_-]+")


def write_slips(
    quality: Quality,
    folder: Path,
    contracts: Mapping[str, Contract],
    pole: Pole,
    year: int,
    limits: Limits = USUAL,
) -> dict[str, bytes]:
    """The files of every slip by their name under `retours/`; nothing is written to disk.

    `folder` is the pole's: the files at fault are read again, for their rows as they were sent.
    They hold members' own data: whoever writes them keeps them private.
    """
    files: dict[str, bytes] = {}
    for slip in find_slips(quality, folder, contracts, pole, year, limits):
        place = _folder_name(slip.structure, files)
        stem = f"retour-{place}-{year}"
        files[f"{place}/{stem}.html"] = slip_page(slip, f"{stem}.xlsx").encode()
        files[f"{place}/{stem}.xlsx"] = slip_workbook(slip)
        files[f"{place}/{MESSAGE}"] = message(slip, stem).encode()
    return files


def find_slips(
    quality: Quality,
    folder: Path,
    contracts: Mapping[str, Contract],
    pole: Pole,
    year: int,
    limits: Limits = USUAL,
) -> list[Slip]:
    """What there is to say to each structure, in alphabetical order of names."""
    desk = Desk(quality, contracts, pole.carrier, folder, limits)
    extracts = desk.extracts()
    titles = {name: contract.title for name, contract in contracts.items()}
    receipts = _receipts(quality, desk, titles)
    repairs: dict[str, Counter[str]] = {}
    senders = {file.path: desk.sender(file) for file in quality.files}
    for repair in quality.repairs:
        repairs.setdefault(senders[repair.file], Counter())[repair.name] += repair.cells
    return [
        Slip(
            structure=key,
            name=name,
            pole=pole.name,
            year=year,
            receipts=tuple(receipts.get(key, ())),
            missing=_missing(quality, key, titles, year),
            extracts=tuple(sorted(extracts.get(key, ()), key=lambda one: one.is_doubt)),
            repairs=dict(sorted(repairs.get(key, Counter()).items(), key=lambda r: (-r[1], r[0]))),
        )
        for key, name in quality.structures.items()
    ]


def _receipts(quality: Quality, desk: Desk, titles: Mapping[str, str]) -> dict[str, list[Receipt]]:
    """What each structure sent; the newest year first."""
    balances = {balance.file: balance for balance in quality.balances}
    found: dict[str, list[Receipt]] = {}
    for file in sorted(quality.files, key=newest_first):
        title = titles.get(file.contract or "", "")
        receipt = Receipt(short_name(file), title, file.year, balances[file.path])
        found.setdefault(desk.sender(file), []).append(receipt)
    return found


def _missing(
    quality: Quality, structure: str, titles: Mapping[str, str], last: int
) -> tuple[tuple[int, str], ...]:
    late = [
        (year, titles[contract])
        for (owner, contract, year), state in quality.deliveries.items()
        if owner == structure and state is Delivery.MISSING and year <= last
    ]
    return tuple(sorted(late, key=lambda one: (-one[0], one[1])))


def _folder_name(structure: str, taken: Mapping[str, bytes]) -> str:
    """A folder name made of the identifier: plain letters, never a path, never two alike."""
    name = _UNSAFE.sub("-", unaccented(structure)).strip("-") or "structure"
    used = {path.split("/")[0] for path in taken}
    candidates = (name, *(f"{name}-{number}" for number in range(2, len(used) + 3)))
    return next(candidate for candidate in candidates if candidate not in used)
