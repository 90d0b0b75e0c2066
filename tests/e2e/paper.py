"""What can be read in a PDF: the text of each page, the attached files, every byte."""

from __future__ import annotations

import io
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pikepdf

from tests.verapdf import unavailable


@cache
def pages(pdf: Path) -> tuple[str, ...]:
    """The words of each page, line by line as they lie, every kind of space made plain."""
    if not shutil.which("pdftotext"):
        unavailable("pdftotext (paquet Debian poppler-utils)")
    command = ["pdftotext", "-layout", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    return tuple(" ".join(page.split()) for page in text.removesuffix("\f").split("\f"))


def attached(pdf: Path) -> list[tuple[str, bytes]]:
    """Name and content of each file that the PDF carries, as often as it does."""
    with pikepdf.open(pdf) as opened:
        return [(str(spec.UF), spec.EF.F.read_bytes()) for spec in opened.Root.AF]


def laid_open(pdf: Path) -> bytes:
    """The file with its streams decompressed, so that nothing in it is out of sight."""
    out = io.BytesIO()
    with pikepdf.open(pdf) as opened:
        opened.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()
