"""WeasyPrint, started in a closed room: no font of the machine, no fault passed over.

What the engine only complains about in its log stops the edition: a missing chart or glyph
must never reach paper unseen.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes.util
import functools
import io
import logging
import os
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import DataError, MachineError
from pipeline.printing.columns import with_kept_columns
from pipeline.printing.references import with_known_pages
from pipeline.system import LIBRARIES, this_machine, way_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SETTINGS = "ptce-impact-fonts.conf"
FONTS = Path(__file__).resolve().parents[2] / "report_templates" / "fonts"


@functools.cache
def prepare_engine(*, plain: bool = False) -> None:
    """Import WeasyPrint, cut off from the fonts of the machine. Slow once, then free.

    `plain` leaves WeasyPrint as it comes, structure tree included: what `make bench` compares with.
    """
    isolate_fonts()
    complaint = io.StringIO()  # WeasyPrint prints its advice in English before it raises
    try:
        with contextlib.redirect_stdout(complaint), _direct_libraries(plain=plain):
            import weasyprint.layout.block  # noqa: PLC0415
            import weasyprint.layout.page  # noqa: PLC0415
            import weasyprint.pdf  # noqa: PLC0415

            from pipeline.printing.tags import add_tags  # noqa: PLC0415
    except OSError as error:
        raise MachineError(
            "La bibliothèque Pango, qui met le rapport en page, manque sur cette machine. "
            f"{_way_out()}"
        ) from error
    if not hasattr(weasyprint.pdf, "add_tags"):
        raise RuntimeError(
            "this WeasyPrint has no `add_tags` to replace: see pipeline/printing/tags.py"
        )
    if not plain:
        weasyprint.pdf.add_tags = add_tags
        pages = weasyprint.layout.page
        pages.remake_page = with_known_pages(pages.remake_page)
        blocks = weasyprint.layout.block
        blocks.block_box_layout = with_kept_columns(blocks.block_box_layout)


def isolate_fonts() -> Path:
    """Let fontconfig know the vendored fonts only, here and in processes started from here.

    Returns a folder for what is not kept: it goes when the process that first asked ends.
    """
    if not os.environ.get("FONTCONFIG_FILE", "").endswith(SETTINGS):
        os.environ["FONTCONFIG_FILE"] = str(_font_settings())
    return Path(os.environ["FONTCONFIG_FILE"]).parent


def _font_settings() -> Path:
    """A fontconfig file in a folder of its own, which goes when this process ends."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="ptce-impact-")
    except OSError as error:
        raise MachineError(
            "Aucun dossier temporaire où écrire sur cette machine. "
            "Libérez de la place ou indiquez un dossier par la variable TMPDIR, puis relancez."
        ) from error
    atexit.register(folder.cleanup)
    settings = Path(folder.name, SETTINGS)
    settings.write_text(
        f'<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig><dir>{escape(str(FONTS))}</dir>"
        f"<cachedir>{escape(folder.name)}/cache</cachedir></fontconfig>\n",
        encoding="utf-8",
    )
    return settings


@contextlib.contextmanager
def _direct_libraries(*, plain: bool) -> Iterator[None]:
    """Spare 0.2 s: without an answer from `find_library`, cffi tries the exact file names.

    With one, it first starts gcc and ldconfig two hundred times. Only where Linux loads
    every library by its exact name.
    """
    search = ctypes.util.find_library
    if not plain and sys.platform == "linux" and _all_load():
        ctypes.util.find_library = _find_nothing
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _find_nothing(name: str) -> str | None:  # noqa: ARG001, the name is part of the signature
    return None


def _all_load() -> bool:
    machine = this_machine()
    return all(machine.has(need.kind, need.names[0]) for need in LIBRARIES)


def _way_out() -> str:
    return way_out(LIBRARIES, this_machine().system)


class _Complaints(logging.Handler):
    """Everything the engine and its libraries log as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: dict[str, logging.LogRecord] = {}

    def emit(self, record: logging.LogRecord) -> None:
        self.records.setdefault(record.getMessage(), record)


@contextlib.contextmanager
def nothing_wrong() -> Iterator[None]:
    """Raise at the end when anything was logged: a swallowed fault is a hole in a page."""
    complaints = _Complaints()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools", "pydyf")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(complaints)
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.removeHandler(complaints)
            logger.setLevel(level)
    if complaints.records:
        raise _as_error(complaints.records)


def _as_error(records: Mapping[str, logging.LogRecord]) -> Exception:
    """A glyph comes from the pole's own texts, a library from the machine, the rest is a bug."""
    if any("HarfBuzz-Subset" in message for message in records):
        return MachineError(
            "La bibliothèque HarfBuzz-Subset, qui réduit les polices du PDF, manque sur cette "
            f"machine. {_way_out()}"
        )
    if all(message.startswith(".notdef glyph") for message in records):
        return DataError(
            f"La police du rapport ne sait pas écrire : {_signs(records.values())}. "
            "Remplacez ces signes dans les textes ou les fichiers où ils figurent, puis relancez."
        )
    return RuntimeError("\n".join(["the PDF engine complained:", *records]))


def _signs(records: Iterable[logging.LogRecord]) -> str:
    """The glyphs that a font lacks, from the arguments of WeasyPrint's message."""
    codes = [record.args[1] for record in records if isinstance(record.args, tuple)]
    points = sorted(code for code in codes if isinstance(code, int))
    return ", ".join(
        f"« {chr(point)} » (U+{point:04X})" if chr(point).isprintable() else f"U+{point:04X}"
        for point in points
    )
