"""Files that are no table that can be read: what each is, and what to send in its place."""

from __future__ import annotations

from pathlib import PurePath

from pipeline.reading.refusals import Refused

_SAVE = "ouvrez-le, puis enregistrez-le en .xlsx ou en CSV"
_DROP = (
    "s'il contient des données, déposez-les en .xlsx, en CSV ou en .zip ; sinon, retirez-le de ce "
    "dossier"
)
_KINDS = (  # suffixes, what such a file is, what to do
    (".icloud", "le fichier est resté dans le nuage", "téléchargez-le sur cet ordinateur"),
    (
        ".crdownload .part .partial .download .tmp",
        "téléchargement ou enregistrement inachevé",
        "téléchargez ou enregistrez à nouveau le fichier, puis retirez celui-ci",
    ),
    (
        ".url .webloc .lnk .desktop .gsheet",
        "c'est un raccourci vers un tableau, non le tableau",
        "exportez le tableau lui-même en .xlsx ou en CSV, et déposez-le à sa place",
    ),
    (
        ".rar .7z .gz .tgz .tar .bz2 .xz",
        "archive d'un format non lu",
        "refaites-la en .zip, ou déposez les fichiers un par un",
    ),
    (".numbers .xlsb .fods .sxc .gnumeric .dbf .mdb .accdb", "format de tableau non lu", _SAVE),
    (
        ".doc .docx .odt .rtf .pdf .ppt .pptx .eml .msg .heic .gif .webp",
        "c'est un document, non un tableau",
        _DROP,
    ),
    ("", "nom sans extension : format inconnu", _DROP),
)


def unread_name(name: str) -> Refused:
    """The refusal of a file whose name says that it is no table."""
    suffix = PurePath(name).suffix.lower()
    for suffixes, reason, remedy in _KINDS:
        if suffix in (suffixes.split() or [""]):
            return Refused("format_non_lu", reason, remedy)
    return unread_format("format non lu")


def unread_format(reason: str) -> Refused:
    """The refusal of what is no table, whatever its name says."""
    return Refused("format_non_lu", reason, _DROP)
