"""The records of an old workbook, and the texts in them that run from one to the next."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_START, _END, _CONTINUE = 0x809, 0x0A, 0x3C
_WIDE, _EXTENDED, _RICH = 1, 4, 8


@dataclass(slots=True)
class Record:
    """A record and those that continue it; `breaks` says where each of these starts."""

    content: bytes
    breaks: list[int] = field(default_factory=list)


def read_records(stream: bytes, position: int) -> Iterator[tuple[int, Record]]:
    """Kind and content of each record, down to the end of the part that starts there."""
    depth, waiting, parts = 0, -1, list[bytes]()
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        content = stream[position + 4 : position + 4 + length]
        position += 4 + length
        if kind == _CONTINUE:
            parts.append(content)
            continue
        if waiting >= 0:
            yield waiting, _joined(parts)
        waiting, parts = kind, [content]
        depth += (kind == _START) - (kind == _END)
        if depth <= 0:
            return


def _joined(parts: list[bytes]) -> Record:
    if len(parts) == 1:
        return Record(parts[0])
    breaks, place = [], 0
    for part in parts[:-1]:
        place += len(part)
        breaks.append(place)
    return Record(b"".join(parts), breaks)


def read_text(content: bytes, place: int, width: int) -> str:
    """A text after its length, of one byte or two, and a byte that says if letters are wide."""
    count = int.from_bytes(content[place : place + width], "little")
    start = place + width + 1
    if content[start - 1] & _WIDE:
        return content[start : start + 2 * count].decode("utf-16-le", "replace")
    return content[start : start + count].decode("latin-1")


def read_texts(record: Record) -> list[str]:
    """The texts that cells share; one may go on in the next record, in letters of another width."""
    content, breaks = record.content, iter([*record.breaks, len(record.content) + 1])
    texts, place, border = [], 8, next(breaks)
    while place < len(content):
        while border <= place:
            border = next(breaks)
        count, flags = struct.unpack_from("<HB", content, place)
        place += 3
        (runs,) = struct.unpack_from("<H", content, place) if flags & _RICH else (0,)
        place += 2 if flags & _RICH else 0
        (more,) = struct.unpack_from("<I", content, place) if flags & _EXTENDED else (0,)
        place += 4 if flags & _EXTENDED else 0
        parts = []
        while count and place < len(content):
            size = 2 if flags & _WIDE else 1
            taken = min(count, max(border - place, 0) // size)
            part = content[place : place + taken * size]
            parts.append(part.decode("utf-16-le" if size == 2 else "latin-1", "replace"))
            place, count = place + taken * size, count - taken
            if count and place < len(content):
                flags, place, border = content[place], place + 1, next(breaks)
        place += 4 * runs + more
        texts.append("".join(parts))
    return texts
