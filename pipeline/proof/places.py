"""The marked page read once: every printed number with its text, its origins and its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape, unescape

from pipeline.proof.marks import MARK, Origins, plain, rank_of

_TAG = re.compile(r"<[^>]*>")
_NAME = re.compile(r"</?([a-z0-9]+)", re.IGNORECASE)
_ID = re.compile(r'\sid="([^"]*)"')
_VOID = {"meta", "link", "img", "br", "hr", "input", "path", "circle", "rect", "use", "polyline"}


@dataclass(frozen=True, slots=True, order=True)
class Printed:
    """One number of the page: what it says, where it comes from, the anchor it stands under."""

    origins: Origins
    text: str
    place: str


def printed_numbers(html: str, origins: Sequence[Origins]) -> tuple[Printed, ...]:
    """All the marked numbers of the page, in reading order, those of attributes included."""
    found: list[Printed] = []

    def keep(text: str, its: Origins, place: str) -> str:
        found.append(Printed(its, unescape(text), place))
        return text

    _walk(html, origins, keep, keep)
    return tuple(found)


def keyed(html: str, origins: Sequence[Origins]) -> str:
    """The page with each number in a `<data>` element whose value says its origins."""

    def element(text: str, its: Origins, _place: str) -> str:
        return f'<data value="{escape(" ".join(its))}">{text}</data>'

    return _walk(html, origins, element, lambda text, *_: text)


Write = Callable[[str, Origins, str], str]


def _walk(html: str, origins: Sequence[Origins], in_text: Write, in_tag: Write) -> str:
    """The page rewritten number by number; the innermost open `id` is the place."""
    out: list[str] = []
    open_ids: list[tuple[str, str]] = [("", "")]
    start = 0
    for tag in [*_TAG.finditer(html), None]:
        place = open_ids[-1][1]
        text = html[start : tag.start() if tag else len(html)]
        out.append(_rewritten(text, origins, in_text, place))
        if tag is None:
            break
        start = tag.end()
        _follow(tag[0], open_ids)
        out.append(_rewritten(tag[0], origins, in_tag, open_ids[-1][1]))
    return "".join(out)


def _follow(tag: str, open_ids: list[tuple[str, str]]) -> None:
    """Keep the elements that are open, each with the anchor that its content stands under."""
    named = _NAME.match(tag)
    if named is None or tag.endswith("/>"):
        return
    name = named[1].lower()
    if tag.startswith("</"):
        if any(opened == name for opened, _ in open_ids):
            while open_ids.pop()[0] != name:
                pass
    elif name not in _VOID:
        own = _ID.search(tag)
        open_ids.append((name, own[1] if own else open_ids[-1][1]))


def _rewritten(text: str, origins: Sequence[Origins], write: Write, place: str) -> str:
    def one(mark: re.Match[str]) -> str:
        rank = rank_of(mark)
        return write(mark[2], origins[rank], place) if rank < len(origins) else mark[2]

    return plain(MARK.sub(one, text))
