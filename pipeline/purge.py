"""purge: what an edition keeps about people goes; its figures, its proofs and the digests stay.

Only files that the tool itself wrote are removed: the raw files belong to the pole.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from pipeline.errors import SettingsError, plain_path
from pipeline.printing.publish import publish

# Every private file or folder that a command may write beside a report.
PRIVATE = (
    "anomalies.csv", "empreintes.csv", "publication.json", "retours", "secret.csv", "temoins.json",
    "traces",
)  # fmt: skip
RECORD = "purge.csv"


def purge(folder: Path) -> tuple[str, ...]:
    """Remove the private files of one edition; their names, in alphabetical order.

    Their digests are added to `purge.csv`, so that an archived copy can still be recognised. It is
    its owner's too: of a small pole, whoever tries each hidden count finds the digest again.
    Raises SettingsError when the folder holds no edition.
    """
    if not list(folder.glob("rapport-*.pdf")):
        raise SettingsError(
            f"Aucun rapport dans « {plain_path(folder)} ». Indiquez l'année par EDITION= et le "
            "pôle par POLE=, comme pour make report."
        )
    removed = {path.relative_to(folder).as_posix(): path for path in _private_files(folder)}
    if removed:
        rows = [f"{name},{sha256(path.read_bytes()).hexdigest()}" for name, path in removed.items()]
        publish(folder, {}, private={RECORD: _record(folder / RECORD, rows)})
    for name in PRIVATE:
        target = folder / name
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)
    return tuple(removed)


def _private_files(folder: Path) -> Iterator[Path]:
    for name in PRIVATE:
        path = folder / name
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in inside if file.is_file())


def _record(path: Path, rows: list[str]) -> bytes:
    """The digests of this purge after those of the earlier ones."""
    before = path.read_text("utf-8") if path.exists() else "fichier,sha256\n"
    return (before + "".join(f"{row}\n" for row in rows)).encode()
