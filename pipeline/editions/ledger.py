"""`editions.jsonl`: every edition published, in a file that only grows and that nobody can retouch.

A line is one publication in canonical JSON; it holds the SHA-256 of the line before. A last
line holds that of the last publication, so that a lost end shows too. What the file says is
written again from what was read and must be the same to the byte: else it is refused, and never
mended by the program.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.causes import cause_of
from pipeline.errors import DataError, MachineError, plain_path
from pipeline.model import CellKey, State

LEDGER = "editions.jsonl"
BEGINNING = "0" * 64


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as it was printed: its state and what the reader saw."""

    state: State
    text: str


@dataclass(frozen=True, slots=True)
class Publication:
    """One edition as published."""

    edition: int
    figures: Mapping[CellKey, Printed]
    files: Mapping[str, str]  # path → SHA-256
    queries: Mapping[str, str]  # indicator, shared query or reference → SHA-256
    policy: Mapping[str, int]
    tool: str


def read_ledger(folder: Path) -> tuple[Publication, ...]:
    """The publications of a pole, oldest first; DataError when the file was touched."""
    data = _bytes(folder / LEDGER)
    if data is None:
        return ()
    try:
        lines = data.decode().split("\n")[:-2]
        publications = tuple(_publication(json.loads(line)) for line in lines)
        is_intact = bool(publications) and _written(publications) == data
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        is_intact = False
    if not is_intact:
        raise DataError(
            f"{plain_path(folder / LEDGER)} n'est plus tel que l'outil l'a écrit : un registre des "
            "éditions publiées ne se modifie pas, ne se coupe pas.\n"
            "Remettez le fichier de votre dernière sauvegarde, puis relancez. Rien n'est réparé "
            "d'office."
        )
    return publications


def append(folder: Path, publication: Publication) -> int:
    """Add a publication; its rank from 1, or 0 when the last of that edition said the same."""
    path = folder / LEDGER
    try:
        directory = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
            known = read_ledger(folder)
            same = [one for one in known if one.edition == publication.edition]
            if same and same[-1] == publication:
                return 0
            _replace(path, _written((*known, publication)))
            os.fsync(directory)
            return len(known) + 1
        finally:
            os.close(directory)
    except BlockingIOError:
        raise MachineError(
            f"Une autre publication s'écrit en ce moment dans « {plain_path(folder)} ». "
            "Attendez sa fin, puis relancez."
        ) from None
    except OSError as error:
        cause = cause_of(error)
        raise MachineError(
            f"Le rapport est écrit, mais l'édition n'est pas enregistrée : {plain_path(path)} ne "
            f"peut pas être écrit ({cause.reason}). Le registre précédent est intact. "
            f"{cause.remedy}, puis relancez."
        ) from error


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        cause = cause_of(error)
        raise MachineError(
            f"{plain_path(path)} ne peut pas être lu : {cause.reason}.\n"
            f"{cause.remedy}, puis relancez."
        ) from error


def _replace(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name}.nouveau")
    with suppress(FileNotFoundError):
        draft.unlink()  # left by a run that was killed
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


def fingerprint(publications: Sequence[Publication]) -> str:
    """The SHA-256 of the last line: it vouches for all those before."""
    return _lines(publications)[1]


def _written(publications: Sequence[Publication]) -> bytes:
    lines, last = _lines(publications)
    return b"".join((*lines, _canonical({"fin": len(lines), "precedent": last})))


def _lines(publications: Sequence[Publication]) -> tuple[list[bytes], str]:
    lines, last = [], BEGINNING
    for publication in publications:
        line = _canonical(_document(publication) | {"precedent": last})
        lines.append(line)
        last = hashlib.sha256(line.rstrip(b"\n")).hexdigest()
    return lines, last


def _canonical(document: Mapping[str, Any]) -> bytes:
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def _document(publication: Publication) -> dict[str, Any]:
    figures: dict[str, list[list[object]]] = {}
    for key, printed in sorted(publication.figures.items()):
        row = [key.year, key.structure, key.category, printed.state.value, printed.text]
        figures.setdefault(key.indicator, []).append(row)
    return {
        "chiffres": figures,
        "edition": publication.edition,
        "fichiers": dict(publication.files),
        "outil": publication.tool,
        "regles": dict(publication.policy),
        "requetes": dict(publication.queries),
    }


def _publication(line: Mapping[str, Any]) -> Publication:
    figures = {
        CellKey(indicator, year, structure, category): Printed(State(state), text)
        for indicator, rows in line["chiffres"].items()
        for year, structure, category, state, text in rows
    }
    return Publication(
        line["edition"], figures, line["fichiers"], line["requetes"], line["regles"], line["outil"]
    )
