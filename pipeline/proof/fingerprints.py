"""Fingerprints of all that a report depends on besides the structures' files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.answers import CHANGES_FILE, COMMENTS_FILE

ROOT = Path(__file__).resolve().parents[2]
LOCK = "requirements.lock"
PROGRAM = (
    ("pipeline", "*.py"),
    ("queries", "*.sql"),
    ("report_templates", "*"),
    ("data/contracts", "*.json"),
    ("data/reference", "*"),
)
POLE = ("pole.toml", COMMENTS_FILE, CHANGES_FILE)
_PACKAGE = re.compile(r"^([a-zA-Z0-9_.-]+)==", re.MULTILINE)


def sha256_of(path: Path) -> str:
    """The fingerprint of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def program_files(root: Path = ROOT) -> dict[str, str]:
    """Path → fingerprint: code, queries, templates, contracts, reference tables, the lock."""
    return {
        path.relative_to(root).as_posix(): sha256_of(path)
        for path in sorted([root / LOCK, *_program(root)])
        if path.is_file()
    }


def _program(root: Path) -> Iterator[Path]:
    for folder, names in PROGRAM:
        yield from (root / folder).rglob(names)


def pole_files(folder: Path) -> dict[str, str]:
    """Path → fingerprint of what the pole itself writes: its settings, answers and texts."""
    own = [*(folder / name for name in POLE), *(folder / "textes").rglob("*.md")]
    return {p.relative_to(folder).as_posix(): sha256_of(p) for p in sorted(own) if p.is_file()}


def libraries(root: Path = ROOT) -> dict[str, str]:
    """The version of each locked package, as installed."""
    names = _PACKAGE.findall((root / LOCK).read_text(encoding="utf-8"))
    return {name: _version(name) for name in sorted(names)}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absente"


def method_files() -> dict[str, str]:
    """`staging/x` or `reference/ref_y` → fingerprint: what several figures are computed with."""
    places = {"queries/staging/": "staging", "data/reference/": "reference"}
    return {
        f"{name}/{Path(path).stem}": digest
        for path, digest in program_files().items()
        for place, name in places.items()
        if path.startswith(place) and path.endswith((".sql", ".csv"))
    }
