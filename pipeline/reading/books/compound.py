"""The container of old Office files ([MS-CFB]): a small file system in one file."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from pipeline.reading.books.xml_events import unreadable

_ENTRY = 128
_LAST = 0xFFFFFFFA  # sectors from here on are marks, not places
_HEADER_TABLE = 109  # places of the allocation table that the header itself holds
_STREAM, _ROOT = 2, 5


def read_stream(data: bytes, names: Sequence[str]) -> bytes:
    """The first of the named streams that the file has; Refused when it has none."""
    container = _Container(data)
    for name in names:
        for kind, found, start, size in container.entries():
            if kind == _STREAM and found == name:
                return container.content(start, size)
    raise unreadable()


class _Container:
    """Sectors and the tables that chain them; every chain is bounded by the file's size."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        (shift, small_shift) = struct.unpack_from("<HH", data, 30)
        if shift not in {9, 12} or small_shift != 6:
            raise unreadable()
        self.size, self.small_size = 1 << shift, 1 << small_shift
        self.directory, self.smallest = *struct.unpack_from("<I", data, 48), 4096
        self.table = self._table()
        small, count = struct.unpack_from("<II", data, 60)
        chained = self._chain(small) if count else b""
        self.small_table = struct.unpack(f"<{len(chained) // 4}I", chained)

    def entries(self) -> list[tuple[int, str, int, int]]:
        """Kind, name, first sector and size of each stream."""
        listing = self._chain(self.directory)
        found = []
        for position in range(0, len(listing) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", listing, position + 64)
            name = listing[position : position + max(length - 2, 0)].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", listing, position + 116)
            found.append((kind, name, start, size))
        return found

    def content(self, start: int, size: int) -> bytes:
        """A stream; small ones live in the sectors of the root."""
        if size >= self.smallest:
            return self._chain(start)[:size]
        root = next(((s, n) for kind, _, s, n in self.entries() if kind == _ROOT), None)
        if root is None:
            raise unreadable()
        body, parts, seen = self._chain(root[0]), [], 0
        while start < _LAST and seen <= len(self.small_table):
            parts.append(body[start * self.small_size : (start + 1) * self.small_size])
            start, seen = self.small_table[start], seen + 1
        return b"".join(parts)[:size]

    def _table(self) -> tuple[int, ...]:
        places = list(struct.unpack_from(f"<{_HEADER_TABLE}I", self.data, 76))
        following, left = struct.unpack_from("<II", self.data, 68)
        per_sector = self.size // 4
        for _ in range(min(left, len(self.data) // self.size)):
            *more, following = struct.unpack(f"<{per_sector}I", self._sector(following))
            places += more
        body = b"".join(self._sector(place) for place in places if place < _LAST)
        return struct.unpack(f"<{len(body) // 4}I", body)

    def _sector(self, number: int) -> bytes:
        sector = self.data[(number + 1) * self.size : (number + 2) * self.size]
        if not sector:
            raise unreadable()
        return sector.ljust(self.size, b"\0")

    def _chain(self, number: int) -> bytes:
        parts: list[bytes] = []
        while number < _LAST:
            if len(parts) > len(self.table):
                raise unreadable()
            parts.append(self._sector(number))
            number = self.table[number]
        return b"".join(parts)
