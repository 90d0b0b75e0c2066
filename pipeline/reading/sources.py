"""The files under a pole's folder: which are data, and what their folders say of them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from pipeline.causes import cause_of
from pipeline.french import number
from pipeline.reading.books.archives import broken
from pipeline.reading.formats import unread_format, unread_name
from pipeline.reading.limits import MEGABYTE, Limits, how_to_raise
from pipeline.reading.refusals import Refused
from pipeline.reading.words import fold

TEXTS = frozenset((".csv", ".txt", ".tsv"))
TABLES = frozenset((*TEXTS, ".xlsx", ".xlsm", ".xls", ".ods", ".zip"))

_NOT_DATA = frozenset(
    {
        ".md",
        ".py",
        ".pyc",
        ".toml",
        ".png",
        ".jpg",
        ".jpeg",
        ".svg",
        ".ini",
        ".db",
        ".json",
        ".jsonl",
    }
)
_HIDDEN = (".", "~$", "__MACOSX")
_PAGES = "textes"
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml)", re.IGNORECASE)
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[?\s*\{\s*\"")
_IN_THE_CLOUD = re.compile(r"\..+\.icloud")  # hidden, in the place of a file not downloaded
_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True)
class Place:
    """What the folders of a file say; None when they say nothing."""

    structure: str | None
    year: int | None


def find_files(folder: Path) -> tuple[Path, ...]:
    """Every file that may hold data, in a stable order; links are kept so as to be reported."""
    found = []
    for place, folders, names in os.walk(folder, onerror=_stop):
        folders[:] = [name for name in folders if not name.startswith(_HIDDEN)]
        links = [name for name in folders if Path(place, name).is_symlink()]
        for path in (Path(place, name) for name in (*names, *links)):
            is_kept = path.is_symlink() or path.is_file()
            if is_kept and not is_apart(path.relative_to(folder).parts):
                found.append(path)
    return tuple(sorted(found, key=lambda path: path.relative_to(folder).as_posix()))


def _stop(error: OSError) -> NoReturn:
    """Nobody knows what a closed folder holds."""
    raise error


def is_apart(parts: tuple[str, ...]) -> bool:
    """Whether a path is no delivery: hidden, a notice, a picture, a page of the report."""
    *folders, last = parts
    is_hidden = last.startswith(_HIDDEN) and not _IN_THE_CLOUD.fullmatch(last)
    if is_hidden or any(part.startswith(_HIDDEN) for part in folders) or parts[0] == _PAGES:
        return True
    name = fold(parts[-1])
    is_notice = name.startswith(("lisez_moi", "lisezmoi", "readme"))
    return is_notice or Path(parts[-1]).suffix.lower() in _NOT_DATA


def printable_path(path: Path, folder: Path) -> str:
    """The path as it is written everywhere: relative, forward slashes, nothing unprintable."""
    return printable_name(path.relative_to(folder).as_posix())


def printable_name(text: str) -> str:
    """A name with nothing unprintable in it."""
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)


def read_bytes(path: Path, limits: Limits) -> bytes:
    """The content, read once; a file that is no table, or too big, is refused unread."""
    if path.is_symlink():
        raise Refused(
            "lien_non_suivi",
            "c'est un raccourci (lien symbolique) : il n'est pas suivi",
            "copiez le fichier lui-même dans le dossier",
        )
    if path.suffix.lower() not in TABLES:
        raise unread_name(path.name)
    is_text, size = path.suffix.lower() in TEXTS, path.stat().st_size
    if is_text and size > limits.big_text_mb * MEGABYTE:
        raise too_heavy("gros_texte_mo", limits.big_text_mb)
    if is_text and size > limits.text_mb * MEGABYTE:
        raise too_heavy("texte_mo", limits.text_mb)
    if not is_text and size > limits.book_mb * MEGABYTE:
        raise too_heavy("classeur_mo", limits.book_mb)
    return path.read_bytes()


def closed(error: PermissionError) -> Refused:
    """The refusal of a file that its disk, or the program that has it open, keeps to itself."""
    cause = cause_of(error)
    return Refused("fichier_ferme", f"fichier non lu : {cause.reason}", cause.remedy)


def refuse_strange(data: bytes, suffix: str) -> None:
    """Refuse what is neither a workbook nor text, or is no table although it is text."""
    if suffix.lower() not in TABLES:
        raise unread_name(f"x{suffix}")
    if _PAGE.match(data[:200]):
        raise unread_format("c'est une page web ou du XML, malgré son nom")
    if _JSON.match(data[:200]):
        raise unread_format("c'est du JSON, malgré son nom")
    if suffix.lower() == ".zip":
        raise broken()


def too_heavy(setting: str, megabytes: int) -> Refused:
    """The refusal of a file that nobody typed."""
    return Refused(
        "fichier_trop_gros",
        f"fichier de plus de {number(megabytes)} Mo",
        f"ne gardez que les lignes de l'année, découpez le fichier, {how_to_raise(setting)}",
    )


def place_of(folders: Sequence[str], structures: Mapping[str, str]) -> Place:
    """Structure and year named by the folders, the innermost first.

    `structures` gives the identifier for each folded identifier and folded name.
    """
    years = [int(part) for part in reversed(folders) if _YEAR.fullmatch(part)]
    known = [structures[fold(part)] for part in reversed(folders) if fold(part) in structures]
    return Place(known[0] if known else None, years[0] if years else None)
