"""ZIP files opened without trust: counted, weighed and named before a byte is kept."""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from pipeline.french import number
from pipeline.reading.limits import MEGABYTE, Limits, how_to_raise
from pipeline.reading.refusals import Refused

MOST_RATIO = 100  # no setting: a bomb stays one
RATIO_FROM = 1024 * 1024  # below it, a small and very regular member does no harm
ZIP_MARK = b"PK\x03\x04"
BROKEN = "archive_illisible"

_ENCRYPTED = 0x1
_BROKEN = (
    BadZipFile,
    LargeZipFile,
    NotImplementedError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)


@dataclass(slots=True)
class Budget:
    """What may still be inflated, over an archive and those inside it."""

    limits: Limits
    members: int = field(init=False)
    inflated: int = field(init=False)

    def __post_init__(self) -> None:
        """Nothing is used yet."""
        self.members = self.limits.members
        self.inflated = self.limits.inflated_mb * MEGABYTE


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its folders and name, then its content or why it is not read."""

    parts: tuple[str, ...]
    data: bytes = b""
    refusal: Refused | None = None


def read_members(
    data: bytes, budget: Budget, is_wanted: Callable[[tuple[str, ...]], bool]
) -> Iterator[Member]:
    """The wanted files in a stable order; raises Refused when the archive is broken or a bomb.

    Nothing is ever written to disk. The sizes announced are checked before anything is
    inflated, and no member gives more than the size it announces.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not _name(info).endswith("/")]
            wanted = sorted((_parts(info), n) for n, info in enumerate(infos))
            chosen = [(parts, infos[n]) for parts, n in wanted if is_wanted(parts)]
            _weigh(infos, [info for _, info in chosen], budget)
            for parts, info in chosen:
                yield _member(archive, parts, info)
    except _BROKEN as error:
        raise broken() from error


def member_names(data: bytes) -> set[str]:
    """The names in an archive; none when it cannot be opened."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            return set(archive.namelist())
    except _BROKEN:
        return set()


def _weigh(infos: list[ZipInfo], chosen: list[ZipInfo], budget: Budget) -> None:
    budget.members -= len(infos)
    budget.inflated -= sum(info.file_size for info in chosen)
    if budget.members < 0:
        raise Refused(
            "archive_trop_fournie",
            f"archive de plus de {number(budget.limits.members)} fichiers",
            f"envoyez une archive par structure, {how_to_raise('fichiers_par_archive')}",
        )
    is_bomb = any(
        info.file_size > max(RATIO_FROM, MOST_RATIO * info.compress_size) for info in chosen
    )
    if is_bomb:
        raise Refused(
            "archive_trop_lourde",
            f"contenu démesuré une fois décompressé : plus de {MOST_RATIO} fois la taille reçue",
            "ne gardez que les tableaux de l'année, puis refaites le fichier",
        )
    if budget.inflated < 0:
        raise Refused(
            "archive_trop_lourde",
            "contenu démesuré une fois décompressé : "
            f"plus de {number(budget.limits.inflated_mb)} Mo",
            f"ne gardez que les tableaux de l'année, {how_to_raise('decompresse_mo')}",
        )


def _member(archive: ZipFile, parts: tuple[str, ...], info: ZipInfo) -> Member:
    if parts[0] == "" or ".." in parts or parts[0].endswith(":"):
        refusal = Refused(
            "chemin_refuse",
            "le nom de ce fichier sort de l'archive",
            "refaites l'archive à partir du dossier, sans chemin absolu",
        )
        return Member(tuple(part for part in parts if part not in ("", "..")), refusal=refusal)
    if stat.S_ISLNK(info.external_attr >> 16):
        refusal = Refused(
            "lien_non_suivi",
            "c'est un raccourci (lien symbolique) : il n'est pas suivi",
            "mettez le fichier lui-même dans l'archive",
        )
        return Member(parts, refusal=refusal)
    if info.flag_bits & _ENCRYPTED:
        return Member(parts, refusal=locked())
    return Member(parts, archive.read(info))


def locked() -> Refused:
    """The refusal of what only a password opens."""
    return Refused(
        "mot_de_passe",
        "fichier protégé par un mot de passe",
        "enregistrez-le sans mot de passe, puis déposez-le à nouveau",
    )


def broken() -> Refused:
    """The refusal of an archive that cannot be opened."""
    return Refused(
        BROKEN,
        "archive abîmée ou incomplète",
        "refaites-la, ou déposez les fichiers un par un",
    )


def _parts(info: ZipInfo) -> tuple[str, ...]:
    """The folders and the name; a leading empty part says that the path is absolute."""
    first, *others = _name(info).split("/")
    parts = [first, *(part for part in others if part)]
    return tuple(part for part in parts if part != ".") or ("?",)


def _name(info: ZipInfo) -> str:
    """The name with forward slashes; a Mac writes UTF-8 without saying so."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")
