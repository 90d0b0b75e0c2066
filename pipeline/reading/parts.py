"""From a delivered file to what is read as one table: a text, a sheet, a member of an archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from pipeline.french import number
from pipeline.reading.books.archives import ZIP_MARK, Budget, Member, read_members
from pipeline.reading.books.own_marks import sheet_folders
from pipeline.reading.books.sheets import DELIMITER, Sheet
from pipeline.reading.books.workbooks import (
    HIDDEN_SHEET,
    NOTICE_SHEET,
    Workbook,
    is_notice,
    is_workbook,
    read_workbook,
)
from pipeline.reading.bulk_scan import Scan, scan_big
from pipeline.reading.frames.decoding import count_lines, decode
from pipeline.reading.frames.framing import split_lines
from pipeline.reading.frames.undoubling import has_leads, undouble
from pipeline.reading.limits import MEGABYTE, USUAL, Limits, how_to_raise
from pipeline.reading.refusals import Refused
from pipeline.reading.sources import (
    closed,
    is_apart,
    printable_name,
    printable_path,
    read_bytes,
    refuse_strange,
    too_heavy,
)

INSIDE = " › "  # between an archive and its member, a workbook and its sheet
_BLANK = ' ;,\t|"\r\n\xa0'  # of these alone, lines say nothing
DEEPEST = 1  # archives inside an archive


@dataclass(frozen=True, slots=True)
class Part:
    """One table as delivered; `lines` holds one text a physical line, or a row of a sheet.

    `folders` are those of the pole, of the archives and in the archives, outermost first.
    `merged` are the ranges of a sheet: first and last row from 1, first and last column from 0.
    `rule` says why a whole sheet is no data; `refusal` why nothing can be read.
    """

    path: str
    folders: tuple[str, ...]
    stem: str
    sha256: str = ""
    size: int = 0
    count: int = 0
    encoding: str = ""
    lines: Sequence[str] = ()
    ends_cleanly: bool = True
    mended: Mapping[int, str] = field(default_factory=dict)  # line → what was mended in its text
    workbook: str = ""
    sheet: str = ""
    merged: Sequence[tuple[int, int, int, int]] = ()
    rule: str = ""
    refusal: Refused | None = None
    big: Scan | None = None  # then `lines` has the first ones only
    limits: Limits = USUAL

    @property
    def inside(self) -> str:
        """What this table is called inside its file: a sheet, a member, a sheet of a member."""
        return self.path.partition(INSIDE)[2]

    @property
    def delimiter(self) -> str | None:
        """What stands between the cells, when it is known beforehand."""
        return DELIMITER if self.sheet else None


def open_parts(path: Path, folder: Path, limits: Limits) -> Iterator[Part]:
    """The tables of one file under `folder`, which may be a workbook or an archive."""
    folders = path.relative_to(folder).parts[:-1]
    name = printable_path(path, folder)
    part = Part(name, folders, PurePosixPath(path.name).stem, limits=limits)
    try:
        seen = scan_big(path, limits.big_text_mb * MEGABYTE)
        data = b"" if seen else read_bytes(path, limits)
    except Refused as refused:
        yield replace(part, refusal=refused)
    except PermissionError as error:
        yield replace(part, refusal=closed(error))
    else:
        yield from (
            [_big(part, seen)] if seen else _opened(part, data, path.suffix, Budget(limits), 0)
        )


def _big(part: Part, seen: Scan) -> Part:
    return replace(
        part,
        sha256=seen.sha256,
        size=seen.size,
        count=seen.count,
        encoding="UTF-8",
        lines=seen.head(),
        ends_cleanly=seen.ends_cleanly,
        big=seen,
    )


def read_whole(part: Part) -> Part:
    """A big text file with all its lines in memory."""
    if part.big is None:
        return part
    whole = replace(part, big=None, lines=())
    try:
        return _text(whole, read_bytes(part.big.path, part.limits), part.big.path.suffix)
    except Refused as refused:
        return replace(whole, refusal=refused)


def _opened(part: Part, data: bytes, suffix: str, budget: Budget, depth: int) -> Iterator[Part]:
    part = replace(part, sha256=sha256(data).hexdigest(), size=len(data))
    try:
        if is_workbook(data, suffix):
            yield from _sheets(part, read_workbook(data, budget))
        elif data.startswith(ZIP_MARK) and suffix.lower() == ".zip":
            yield from _members(part, data, budget, depth)
        else:
            yield _text(part, data, suffix)
    except Refused as refused:
        yield replace(part, refusal=refused)


def _text(part: Part, data: bytes, suffix: str) -> Part:
    refuse_strange(data, suffix)
    count = count_lines(data)
    part = replace(part, count=count)
    try:
        text, encoding = decode(data)
    except Refused as refused:  # its lines, all set aside, still count
        return replace(part, refusal=refused)
    part = replace(part, encoding=encoding)
    has_text = bool(text.strip(_BLANK))
    if refusal := _size_refusal(count if has_text else 0, "lignes", part.limits.lines):
        return replace(part, refusal=refusal)
    lines: Sequence[str] = split_lines(text)
    mended: Mapping[int, str] = {}
    if has_leads(text):
        lines, mended = undouble(lines)
    ends_cleanly = text.endswith(("\n", "\r"))
    return replace(part, lines=lines, mended=mended, ends_cleanly=ends_cleanly)


def _size_refusal(count: int, setting: str, most: int) -> Refused | None:
    if not count:
        return _empty()
    if count > most:
        return Refused(
            "trop_de_lignes",
            f"plus de {number(most)} lignes",
            f"ne gardez que les lignes de l'année, découpez le fichier, {how_to_raise(setting)}",
        )
    return None


def _empty() -> Refused:
    return Refused(
        "fichier_vide",
        "fichier vide",
        "s'il n'y a rien à déclarer, gardez la ligne d'en-tête du modèle",
    )


def _sheets(part: Part, book: Workbook) -> list[Part]:
    """One part for each sheet that holds something; a workbook without any is empty."""
    parts = [_sheet(part, sheet, book.kind) for sheet in book.sheets if sheet.cells]
    return parts or [replace(part, encoding=book.kind, refusal=_empty())]


def _sheet(book: Part, sheet: Sheet, kind: str) -> Part:
    name = printable_name(sheet.name)
    part = replace(
        book,
        path=f"{book.path}{INSIDE}{name}",
        folders=(*book.folders, *sheet_folders(name)),
        stem=f"{book.stem} {sheet.name}",
        workbook=book.path,
        sheet=name,
        encoding=kind,
        merged=tuple(sheet.merged),
        count=max(sheet.cells),
        rule=HIDDEN_SHEET if sheet.is_hidden else NOTICE_SHEET if is_notice(sheet.name) else "",
    )
    try:
        refusal = _size_refusal(part.count, "lignes_par_feuille", book.limits.sheet_rows)
        return replace(
            part, refusal=refusal, lines=[] if refusal else sheet.lines(book.limits.sheet_cells)
        )
    except Refused as refused:
        return replace(part, refusal=refused)


def _members(archive: Part, data: bytes, budget: Budget, depth: int) -> Iterator[Part]:
    if depth > DEEPEST:
        raise Refused(
            "archive_imbriquee",
            "archive rangée dans une archive, elle-même dans une archive",
            "sortez-la de là, et déposez-la seule",
        )
    members = list(read_members(data, budget, _is_delivery))
    if not members:
        raise Refused(
            "archive_vide",
            "archive sans aucun tableau",
            "vérifiez que les fichiers ont bien été ajoutés, puis refaites-la",
        )
    for member in members:
        yield from _member(archive, member, budget, depth)


def _is_delivery(parts: tuple[str, ...]) -> bool:
    """A way out of the archive is no hidden file: it is told."""
    return ".." in parts or not is_apart(parts)


def _member(archive: Part, member: Member, budget: Budget, depth: int) -> Iterator[Part]:
    name = PurePosixPath(member.parts[-1])
    inside = printable_name("/".join(member.parts))
    part = Part(
        path=f"{archive.path}{INSIDE}{inside}",
        folders=(*archive.folders, archive.stem, *member.parts[:-1]),
        stem=name.stem,
        limits=archive.limits,
    )
    refusal = member.refusal
    if not refusal and len(member.data) > part.limits.book_mb * MEGABYTE:
        refusal = too_heavy("classeur_mo", part.limits.book_mb)
    if refusal:
        yield replace(part, refusal=refusal)
    else:
        yield from _opened(part, member.data, name.suffix, budget, depth + 1)
