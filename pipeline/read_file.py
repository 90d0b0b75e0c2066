"""read: one file alone, under a contract or none: its rows cleaned, its faults told."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from pipeline.causes import cause_of
from pipeline.errors import DataError, MachineError, SettingsError, plain_path
from pipeline.french import number, plural
from pipeline.outside_schema import find_contract
from pipeline.reading.limits import Limits
from pipeline.reading.parts import open_parts, read_whole
from pipeline.reading.single.alone import read_under_contract
from pipeline.reading.single.plainly import read_without_contract
from pipeline.reading.single.records_out import ERROR, Cleaned, entries_jsonl, rows_csv


def read_command(
    path: Path,
    asked: str,
    output: Path,
    faults: Path,
    *,
    for_spreadsheet: bool,
    limits: Limits,
    say: Callable[[str], None],
) -> bool:
    """Read one file and write both results; whether something of it could be read.

    A file that is refused leaves `output` as it was: only `faults` is written.
    """
    _check_places(path, output, faults)
    contract = find_contract(asked) if asked else None
    source = path.resolve()
    parts = [read_whole(part) for part in open_parts(source, source.parent, limits)]
    cleaned = (
        read_under_contract(parts, contract, source) if contract else read_without_contract(parts)
    )
    _write(faults, entries_jsonl(cleaned.entries))
    if cleaned.was_read:
        _write(output, rows_csv(cleaned, for_spreadsheet=for_spreadsheet))
    say(_summary(cleaned, output, faults))
    return cleaned.was_read


def _summary(cleaned: Cleaned, output: Path, faults: Path) -> str:
    if not cleaned.was_read:
        refusal = next(entry for entry in cleaned.entries if entry.severity == ERROR)
        return f"Fichier refusé : {refusal.reason} {refusal.suggestion}"
    rows = len(cleaned.rows)
    aside = len({(e.sheet, e.line) for e in cleaned.entries if e.severity == ERROR})
    return (
        f"{number(rows)} {plural(rows, 'ligne acceptée', 'lignes acceptées')} : "
        f"{plain_path(output)}\n"
        f"{number(aside)} {plural(aside, 'mise', 'mises')} de côté ; anomalies et réparations : "
        f"{plain_path(faults)}"
    )


def _check_places(path: Path, output: Path, faults: Path) -> None:
    """Three different files, the first of which is there."""
    if not path.is_file():
        what = "est un dossier" if path.is_dir() else "n'existe pas"
        if ":/" in str(path):  # a path takes one slash of two away
            what = "est une adresse, et rien n'est lu sur internet"
        raise DataError(f"« {plain_path(path)} » {what}.\nDonnez le chemin d'un fichier à lire.")
    places = [place.resolve() for place in (path, output, faults)]
    if len(set(places)) < len(places):
        raise SettingsError(
            "Le fichier lu, --output et --faults doivent être trois fichiers différents.\n"
            "Changez l'un des noms : un fichier d'origine n'est jamais remplacé."
        )


def _write(path: Path, content: bytes) -> None:
    """Replace the file whole; what is no plain file (a pipe) is written as it stands."""
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        beside = path.with_name(f".{path.name}.nouveau")
        try:
            beside.write_bytes(content)
            beside.replace(path)
        finally:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
    except OSError as error:
        cause = cause_of(error)
        raise MachineError(
            f"Impossible d'écrire « {plain_path(path)} » : {cause.reason}.\n"
            f"{cause.remedy}, ou indiquez un autre fichier, puis relancez."
        ) from error
