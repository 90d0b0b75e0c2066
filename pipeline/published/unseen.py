"""The texts of a PDF that no page shows: those for screen readers, bookmarks, notes, metadata.

Read from the bytes, whoever wrote them: every object, in the open or in a compressed stream.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import LeakError
from pipeline.published.words import tells

if TYPE_CHECKING:
    from pipeline.published.page import Page

STREAM = re.compile(rb"(?<=>>)\s*stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_SIGNS = rb"(?:[^\\()]|\\.)*"
LITERAL = rb"\(" + _SIGNS + rb"(?:\(" + _SIGNS + rb"\)" + _SIGNS + rb")*\)"
_ENTRY = re.compile(rb"(?:/(\w+)\s*)?(" + LITERAL + rb"|(?<!<)<[0-9A-Fa-f\s]*>)", re.DOTALL)
_NODE = re.compile(rb"<([\w:]+)[^<>]*>([^<>]+)<")
_ATTRIBUTE = re.compile(rb"\s((?!xmlns)[\w:]+)=[\"']([^\"']*)[\"']")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r?\n|.)", re.DOTALL)
_DATE = re.compile(r"D:\d{14}Z?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*(Z|[+-]\d\d:\d\d)")
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

HEADINGS = ("title", "h1", "h2", "h3", "h4", "h5", "h6")
OF_PROGRAM = {  # names and norms: their texts say nothing of the data
    "Producer", "CheckSum", "FontFamily", "OutputConditionIdentifier", "Info",
    "pdf:Producer", "pdfaid:part", "pdfuaid:part", "pdfaProperty:description",
}  # fmt: skip
_LISTED = re.compile(r"\d+-\d+-\d+")  # how WeasyPrint alone names a cell: object, row, column
_OF_FILE = re.compile(
    rb"/ID\s*\[(?:\s*(?:<[0-9A-Fa-f]{32}>|\([0-9a-f]{32}\)|<[0-9A-Fa-f]{64}>)){2}\s*\]"
)
PACKET = "W5M0MpCehiHzreSzNTczkc9d"  # how every XMP packet begins
IN_PAGES = (b"/ActualText", b"/Alt", b"/E")


class Unseen(NamedTuple):
    """A text with the name that it bears in the file, such as `Alt` or `dc:title`."""

    name: str
    text: str


def check_unseen(pdf: bytes, page: Page, described: Collection[str] = ()) -> None:
    """Refuse a text with a number that is not, word for word, the page's own at such a place.

    `described` are the names and the descriptions of the attached files.
    """
    for one in unseen(pdf):
        is_known = one.text in described or _is_known(one, page)
        if not is_known and (re.search(r"\d", one.text) or tells(one.text)):
            name = "…" if tells(one.name) else one.name
            raise LeakError(
                f"un texte du PDF qu'aucune page ne montre (/{name}) dit un nombre que la page "
                "HTML, déjà contrôlée, ne dit pas à cet endroit"
            )


def unseen(pdf: bytes) -> Iterator[Unseen]:
    """Every text that stands in an object, in the metadata, or beside what a page draws."""
    yield from _entries(STREAM.sub(b" ", pdf))
    start = 0
    for found in STREAM.finditer(pdf):
        head, start = pdf[start : found.start()].rpartition(b" obj")[2], found.end()
        content = inflated(head, found[1])
        if re.search(rb"/Type\s*/Metadata", head):
            told = [*_NODE.findall(content), *_ATTRIBUTE.findall(content)]
            yield from (Unseen(name.decode(), _words(text)) for name, text in told)
        elif re.search(rb"/Type\s*/ObjStm", head):
            yield from _entries(content)
        elif any(name in content for name in IN_PAGES) and not re.search(rb"/EmbeddedFile", head):
            yield from (one for one in _entries(content) if f"/{one.name}".encode() in IN_PAGES)


def inflated(head: bytes, content: bytes) -> bytes:
    """The bytes of a stream, whether its head says that they are compressed or not."""
    try:
        return zlib.decompressobj().decompress(content) if b"/FlateDecode" in head else content
    except zlib.error:
        return content


def _entries(objects: bytes) -> Iterator[Unseen]:
    for name, text in _ENTRY.findall(_OF_FILE.sub(b" ", objects)):
        yield Unseen(name.decode(), _decoded(text))


def _decoded(text: bytes) -> str:
    """A string of PDF: in hexadecimal or with escapes; in UTF-16 when it says so."""
    if text[:1] == b"<":
        digits = re.sub(rb"\s", b"", text[1:-1]).decode()
        content = bytes.fromhex(digits + "0" * (len(digits) % 2))
    else:
        content = _ESCAPE.sub(_escaped, text[1:-1])
    if content[:2] == b"\xfe\xff":
        return content[2:].decode("utf-16-be", "replace")
    return content.decode("latin-1")


def _escaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    if sign[:1].isdigit():
        return bytes([int(sign, 8) % 256])
    return b"" if sign.strip(b"\r\n") == b"" else _LETTERS.get(sign, sign)


def _words(text: bytes) -> str:
    return unescape(text.decode("utf-8", "replace"))


def _is_known(one: Unseen, page: Page) -> bool:
    text = "".join(one.text.split())
    if one.name in OF_PROGRAM or _DATE.fullmatch(one.text) or one.text == PACKET:
        return True
    if one.name == "Alt":
        return text in {"".join(drawing.alternative.split()) for drawing in page.drawings}
    if one.name in {"Dest", ""}:  # of a link, or in the list of the places it may lead to
        return one.text in page.ids or bool(not one.name and _LISTED.fullmatch(one.text))
    if one.name == "Contents" and one.text in page.ids:
        return True  # what WeasyPrint alone says of a link, without our tags (--simple)
    if one.name in {"ID", "Headers"} and _LISTED.fullmatch(one.text):
        return True
    own = {"Title": HEADINGS, "Contents": ("a",)}.get(one.name, ("title", "p"))
    is_author = one.name in {"Author", "rdf:li"}  # the pole, with whose name the title begins
    named = any(title.startswith(f"{text}–") for title in page.texts.get("title", ()))
    return (is_author and named) or any(text in page.texts.get(tag, ()) for tag in own)
