"""The PDF against its twin: no number of its own, and the attached files byte for byte."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import pypdfium2

from pipeline.errors import LeakError
from pipeline.published.syntax import check_syntax
from pipeline.published.unseen import check_unseen
from pipeline.published.words import numbers, words

if TYPE_CHECKING:
    from pipeline.printing.pdf import AttachedFile
    from pipeline.published.page import Page

_YEAR = re.compile(r"20\d\d")
_HEADING = re.compile(r"(?m)^.* · Rapport d.impact 20\d\d · .*$")  # at the top of each page
_CUT = re.compile("[\ufffe\x02]|\u2010\r?\n")  # at the end of a line: « quar-tiers »
_DIGITS = re.compile(r"\d+")
_JOINED = re.compile(r"(?<=\d)[\u202f\u00a0](?=\d)")  # thousands: the drawings' lose their space


def check_paper(pdf: bytes, page: Page, files: Sequence[AttachedFile]) -> None:
    """Refuse a PDF that shows a number which the page, already judged, does not.

    Page numbers, the headers of tables that go on and the name of the pole are repeated there.
    """
    document = pypdfium2.PdfDocument(pdf)
    pages = [_read(sheet, len(document)) for sheet in document]
    more = _more(pages, page)
    ranks = {n for n in more if n.isdigit() and int(n) <= len(document)}
    references = sum(more[n] for n in ranks)
    strangers = [n for n in more if n not in ranks and not _YEAR.fullmatch(n)]
    if strangers or references > page.references:
        raise LeakError(
            f"{_where(pages, more)} du PDF montre un nombre que la page HTML, déjà contrôlée, ne "
            "montre pas"
        )
    check_unseen(pdf, page, {text for file in files for text in (file.name, file.description)})
    attached = {file.name: file.content for file in files}
    for rank in range(document.count_attachments()):
        one = document.get_attachment(rank)
        name = one.get_name()
        if attached.get(name) != bytes(one.get_data()):
            raise LeakError(f"la pièce jointe {name} du PDF n'est pas le fichier contrôlé")
    check_syntax(pdf, {file.content for file in files})


def _read(sheet: pypdfium2.PdfPage, pages: int) -> str:
    """The text of a page, without its rank and what cuts words at the end of lines."""
    text = re.sub(rf"\d+ / {pages}\s*$", "", sheet.get_textpage().get_text_range())
    return _CUT.sub("", text)


def _more(pages: Sequence[str], page: Page) -> Counter[str]:
    """The numbers that paper tells more often than the page, repeated headers apart."""
    known = Counter(_numbers(page.text))
    bodies = (_without(_HEADING.sub("", text), page.headers) for text in pages)
    more = Counter(number for text in bodies for number in _numbers(text)) - known
    headings = (line for text in pages for line in _HEADING.findall(text))
    more.update({n for line in headings for n in _numbers(line)} - known.keys())
    for repeated in {n for header in page.headers for n in _numbers(header) if len(n) > 2}:
        del more[repeated]
    return more


def _without(text: str, headers: Collection[str]) -> str:
    """The text without the names at the head of columns, which hold a number: « Régie 93 »."""
    named = {name for name in headers if re.search(r"\d", name) and re.search(r"[^\W\d]", name)}
    for name in sorted(named, key=len, reverse=True):
        one = r"[\s-]*".join(map(re.escape, re.findall(r"[^\s-]+", name)))
        text = re.sub(rf"(?<!\w){one}(?!\w)", " ", text)
    return text


def _numbers(text: str) -> list[str]:
    """In digits or in words."""
    spelt = words(text)
    told = [spelt[rank] for rank in numbers(spelt)]
    return [*_DIGITS.findall(_JOINED.sub("", text)), *(word for word in told if word.isalpha())]


def _where(pages: list[str], more: Counter[str]) -> str:
    rarest = min(more, key=lambda number: sum(number in _numbers(text) for text in pages))
    return next(f"la page {n}" for n, text in enumerate(pages, 1) if rarest in _numbers(text))
