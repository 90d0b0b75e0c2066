"""What the bytes of a big file say of it, read by blocks: never whole in memory."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from pipeline.reading.frames.undoubling import may_be_doubled
from pipeline.reading.sources import TEXTS

BLOCK = 1024 * 1024
BIG = 400 * 1024  # bytes from which the fast path is worth its preparation
HEAD = 256 * 1024  # bytes that show the header and the habits of the columns
HEAD_SHARE = 16  # of a file that is not so big, one byte in so many; never less than HEAD / 4

_NO_TABLE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<|%PDF)")
_TOLD = ":\t"  # marks whose absence spares a test on each cell
_ASKED = b'"\0\n\r' + _TOLD.encode()  # looked for once all that says nothing is gone
_SILENT = bytes(byte for byte in range(0x20, 0x7F) if byte not in _ASKED)
_ODD_SPACES = re.compile(rb" [ ;,\t|\r\n]")  # doubled, or perhaps last in a cell
_BLANK_LINE = re.compile(rb"\n[\r\n]")


@dataclass(frozen=True, slots=True)
class Scan:
    """A big text file in UTF-8, without quotes, whose lines all end alike.

    `unusual` has every character that is not plain ASCII, `marks` those of `_TOLD` that occur.
    Without `has_odd_spaces`, no cell ends with a space nor has two in a row.
    """

    path: Path
    sha256: str
    size: int
    count: int  # physical lines
    starts: tuple[int, ...]  # line ends before each block
    unusual: frozenset[str]
    marks: frozenset[str]
    has_odd_spaces: bool
    has_blank_lines: bool
    line_end: bytes
    ends_cleanly: bool

    def head(self) -> list[str]:
        """The first lines, whole."""
        with self.path.open("rb") as file:
            data = file.read(self._head).removeprefix(codecs.BOM_UTF8)
        if self.size > self._head:
            data = data[: data.rfind(b"\n") + 1]
        lines = data.decode().replace("\r\n", "\n").split("\n")
        return lines[:-1] if not lines[-1] else lines

    @property
    def _head(self) -> int:
        return min(HEAD, max(HEAD // 4, self.size // HEAD_SHARE))

    def lines_at(self, numbers: Iterable[int]) -> Iterator[str]:
        """The text of some physical lines, given in order, without their ends."""
        blocks: dict[int, list[int]] = {}
        for number in numbers:
            blocks.setdefault(max(bisect_left(self.starts, number - 1) - 1, 0), []).append(number)
        with self.path.open("rb") as file:
            for place, wanted in blocks.items():
                file.seek(place * BLOCK)
                lines = (file.read(BLOCK) + file.readline()).split(b"\n")
                for number in wanted:
                    yield lines[number - self.starts[place] - 1].removesuffix(b"\r").decode()

    def blank_lines(self, first: int) -> list[int]:
        """The lines from `first` on that hold nothing at all."""
        found = []
        for start, block in self._whole_lines():
            if b"\n" + self.line_end in b"\n" + block + b"\n":
                lines = enumerate(block.split(b"\n"), start)
                found += [number for number, line in lines if line in (b"", b"\r")]
        return [number for number in found if number >= first]

    def line_of(self, position: int) -> int:
        """The physical line of a byte, both counted from 1."""
        place, within = divmod(position - 1, BLOCK)
        with self.path.open("rb") as file:
            file.seek(place * BLOCK)
            return self.starts[place] + file.read(within).count(b"\n") + 1

    def _whole_lines(self) -> Iterator[tuple[int, bytes]]:
        """Blocks cut at the last line end, with the number of their first line."""
        number, rest = 1, b""
        with self.path.open("rb") as file:
            while block := file.read(BLOCK):
                cut = block.rfind(b"\n")
                if cut < 0:
                    rest += block
                    continue
                whole = rest + block[:cut]
                yield number, whole
                number += whole.count(b"\n") + 1
                rest = block[cut + 1 :]
        if rest:
            yield number, rest


def scan_big(path: Path, biggest: int) -> Scan | None:
    """Go once through a big text file; None for any file that the careful path must read."""
    if path.suffix.lower() not in TEXTS or path.is_symlink():
        return None
    scan = _scan(path) if BIG <= path.stat().st_size <= biggest else None
    try:
        return scan if scan and scan.head() else None
    except UnicodeDecodeError:  # plain signs inside a letter: DuckDB finds those further down
        return None


def _scan(path: Path) -> Scan | None:
    digest, decoder = sha256(), codecs.getincrementaldecoder("utf-8")()
    starts, returns, pairs = [0], 0, 0
    unusual: set[str] = set()
    marks: set[str] = set()
    has_odd_spaces, has_blank_lines, last = False, False, b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            body = block if len(starts) > 1 else block.removeprefix(codecs.BOM_UTF8)
            told = body.translate(None, _SILENT)
            if b'"' in told or b"\0" in told or (len(starts) == 1 and _NO_TABLE.match(block)):
                return None
            starts.append(starts[-1] + told.count(b"\n"))
            if b"\r" in told or last == b"\r":
                returns += told.count(b"\r")
                pairs += block.count(b"\r\n") + (last == b"\r" and block[:1] == b"\n")
            try:
                unusual.update(decoder.decode(told.translate(None, _ASKED)))
            except UnicodeDecodeError:
                return None
            marks.update(mark for mark in _TOLD if mark.encode() in told)
            has_odd_spaces = has_odd_spaces or _has_odd_space(last, block)
            has_blank_lines = has_blank_lines or _has_blank_line(last, block)
            last = block[-1:]
    ends = starts.pop()
    if returns not in (0, ends) or pairs != returns or decoder.getstate()[0]:
        return None
    if not ends or may_be_doubled(unusual):
        return None
    return Scan(
        path=path,
        sha256=digest.hexdigest(),
        size=path.stat().st_size,
        count=ends + (last != b"\n"),
        starts=tuple(starts),
        unusual=frozenset(unusual),
        marks=frozenset(marks),
        has_odd_spaces=has_odd_spaces or last == b" ",
        has_blank_lines=has_blank_lines,
        line_end=b"\r\n" if returns else b"\n",
        ends_cleanly=last == b"\n",
    )


def _has_odd_space(last: bytes, block: bytes) -> bool:
    return bool(_ODD_SPACES.match(last + block[:1]) or _ODD_SPACES.search(block))


def _has_blank_line(last: bytes, block: bytes) -> bool:
    return bool(_BLANK_LINE.match(last + block[:1]) or _BLANK_LINE.search(block))


def spread(lines: int, first: int, shares: int) -> list[tuple[int, int]]:
    """Shares of the lines from `first` to `lines`: first line and number of lines of each."""
    bounds = [first + (lines - first + 1) * part // shares for part in range(shares + 1)]
    return [(low, high - low) for low, high in pairwise(bounds) if high > low]
