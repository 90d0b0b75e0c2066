"""Workbooks: XLSX, ODS and the old XLS, told apart by their content, read into sheets."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.reading.books.archives import (
    BROKEN,
    ZIP_MARK,
    Budget,
    locked,
    member_names,
    read_members,
)
from pipeline.reading.books.ods import read_ods
from pipeline.reading.books.sheets import Sheet
from pipeline.reading.books.xls import read_xls
from pipeline.reading.books.xlsx import read_xlsx
from pipeline.reading.books.xml_events import unreadable
from pipeline.reading.refusals import Refused
from pipeline.reading.words import fold

NOTICE_SHEET = "feuille d'explications"
HIDDEN_SHEET = "feuille masquée"

_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SUFFIXES = frozenset((".xlsx", ".xlsm", ".xls", ".ods"))
_LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")
_NOTICES = frozenset(
    [
        "lisez_moi",
        "lisezmoi",
        "readme",
        "notice",
        "guide",
        "aide",
        "mode_d_emploi",
        "consigne",
        "explication",
        "a_lire",
        "liste",
        "valeur",
        "parametre",
        "nomenclature",
        "sommaire",
        "legende",
    ]
)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets in the order of the tabs, and the name of the format."""

    sheets: list[Sheet]
    kind: str


def is_workbook(data: bytes, suffix: str) -> bool:
    """Whether the bytes are those of a workbook, whatever the name of the file.

    What cannot be opened is taken for what its name says: the refusal will speak of it.
    """
    if data.startswith(_OLE_MARK):
        return True
    if not data.startswith(ZIP_MARK[:2]):
        return False
    names = member_names(data)
    return bool(names & {"[Content_Types].xml", "content.xml"}) or (
        not names and suffix.lower() in _SUFFIXES
    )


def read_workbook(data: bytes, budget: Budget) -> Workbook:
    """Every sheet, hidden ones too; Refused when it is locked, damaged or out of proportion."""
    if data.startswith(_OLE_MARK):
        if _LOCKED_STREAM in data:
            raise locked()
        return Workbook(read_xls(data), "XLS")
    files = _unpacked(data, budget)
    if "content.xml" in files:
        return Workbook(read_ods(files, budget.limits.sheet_cells), "ODS")
    if any(name.endswith("workbook.bin") for name in files) or "[Content_Types].xml" not in files:
        raise Refused(
            "format_non_lu",
            "ce classeur n'est ni un XLSX, ni un ODS, ni un XLS",
            "enregistrez-le en .xlsx, puis déposez-le",
        )
    return Workbook(read_xlsx(files), "XLSX")


def _unpacked(data: bytes, budget: Budget) -> dict[str, bytes]:
    """The parts that say something of the cells: no picture, no macro, no printer."""
    own = Budget(budget.limits)  # the parts of a workbook are no files of an archive
    own.inflated = budget.inflated
    try:
        members = list(read_members(data, own, _is_read))
    except Refused as refused:
        raise unreadable() if refused.code == BROKEN else refused from None
    budget.inflated = own.inflated
    if any(member.refusal for member in members):
        raise unreadable()
    return {"/".join(member.parts): member.data for member in members}


def _is_read(parts: tuple[str, ...]) -> bool:
    name = parts[-1].lower()
    is_aside = {"drawings", "theme", "charts", "docProps", "Thumbnails"} & set(parts)
    return name.endswith((".xml", ".rels", "workbook.bin")) and not is_aside


def is_notice(name: str) -> bool:
    """Whether a sheet's name says that it explains, or lists what may be chosen."""
    return fold(name) in _NOTICES
