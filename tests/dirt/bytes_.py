"""Encodings, and bytes that are no text."""

from __future__ import annotations

import codecs
import re

from tests.dirt.cases import Operator
from tests.dirt.draft import Draft, Unfit, is_open_text


def _encode(draft: Draft, encoding: str, told: str, mark: bytes = b"") -> None:
    """Save under that encoding, with titles as header so that there are accents."""
    draft.take("encoding")
    draft.encoding = encoding
    _accented(draft)
    draft.on_bytes.append(mark.__add__ if mark else _not_ascii)
    draft.told.append(told)


def _not_ascii(data: bytes) -> bytes:
    if data.isascii() and b"\0" not in data:
        raise Unfit
    return data


def _accented(draft: Draft) -> None:
    """Titles rather than names; nothing to do when another operator wrote the header."""
    if "header" not in draft.taken and all(draft.columns):
        titles = [draft.contract.field(name).title for name in draft.columns]
        draft.titles.cells[: draft.width] = titles


def utf8_with_mark(draft: Draft) -> None:
    _encode(draft, "utf-8", "UTF-8", codecs.BOM_UTF8)


def utf16_little_endian(draft: Draft) -> None:
    _encode(draft, "utf-16-le", "UTF-16", codecs.BOM_UTF16_LE)


def utf16_big_endian(draft: Draft) -> None:
    _encode(draft, "utf-16-be", "UTF-16", codecs.BOM_UTF16_BE)


def utf16_without_mark(draft: Draft) -> None:
    _encode(draft, draft.choose(["utf-16-le", "utf-16-be"]), "UTF-16")


def windows_1252(draft: Draft) -> None:
    _encode(draft, "cp1252", "Windows-1252")


def latin_1(draft: Draft) -> None:
    _encode(draft, "latin-1", "Windows-1252")


def latin_9(draft: Draft) -> None:
    _encode(draft, "iso8859-15", "Latin|ISO|Windows-1252")


def mac_roman(draft: Draft) -> None:
    _encode(draft, "mac_roman", "Mac")


def doubly_encoded(draft: Draft) -> None:
    """UTF-8 read as Windows-1252, then saved in UTF-8 again: `Ã©`."""
    _encode(draft, "utf-8", "(?i)double")

    def twice(data: bytes) -> bytes:
        text = data.decode()
        if re.search("[\xad\u200b-\u2060\u2212\u2713]", text) or not any(
            map(_tells, text.split("\n"))
        ):
            raise Unfit
        try:
            return data.decode("cp1252").encode()
        except UnicodeError:
            raise Unfit from None

    draft.on_bytes.append(twice)


def _tells(line: str) -> bool:
    """Whether a line has a letter that proves it, and what the signs of the other lines are."""
    return bool(re.search("[À-ÿœŒ]", line))


def mixed_encodings(draft: Draft) -> None:
    """Lines pasted from a Windows-1252 file into a UTF-8 one."""
    _encode(draft, "utf-8", "Windows-1252")

    def mix(data: bytes) -> bytes:
        lines = data.split(b"\n")
        lines[1::2] = [_in_windows_1252(line) for line in lines[1::2]]
        if (mixed := b"\n".join(lines)) == data:
            raise Unfit
        return mixed

    draft.on_bytes.append(mix)


def _in_windows_1252(line: bytes) -> bytes:
    try:
        return line.decode().encode("cp1252")
    except UnicodeError:
        raise Unfit from None


def empty_file(draft: Draft) -> None:
    _replace(draft, b"", "fichier_vide")


def only_a_mark(draft: Draft) -> None:
    _replace(draft, codecs.BOM_UTF8, "fichier_vide")


def binary_file(draft: Draft) -> None:
    _replace(draft, bytes(range(256)) * 20, "fichier_binaire")


def picture(draft: Draft) -> None:
    _replace(draft, b"\x89PNG\r\n\x1a\n" + bytes(900), "fichier_binaire")


def portable_document(draft: Draft) -> None:
    _replace(draft, b"%PDF-1.7\n", "format_non_lu")


def nul_bytes(draft: Draft) -> None:
    draft.take("encoding")
    draft.on_bytes.append(lambda data: data[: len(data) // 2] + b"\0" + data[len(data) // 2 :])
    draft.refuse(None, "", "fichier_binaire")


def _replace(draft: Draft, data: bytes, code: str) -> None:
    draft.take("encoding", "end")
    draft.on_bytes.append(lambda _: data)
    draft.refuse(None, "", code)


def lost_letters(draft: Draft) -> None:
    """A letter that an export already replaced by the mark of a lost one."""
    line, place, field, value = draft.pick_alone(is_open_text)
    line.cells[place] = "Caf\ufffd " + str(value)
    draft.refuse(line, field.name, "caractere_illisible")


RECOVERED = tuple(
    Operator("Encodings", dirty)
    for dirty in (
        utf8_with_mark,
        utf16_little_endian,
        utf16_big_endian,
        utf16_without_mark,
        windows_1252,
        latin_1,
        latin_9,
        mac_roman,
        doubly_encoded,
        mixed_encodings,
    )
)
REFUSED = tuple(
    Operator("NUL bytes and binary files", dirty, refuses=True)
    for dirty in (
        empty_file,
        only_a_mark,
        binary_file,
        picture,
        portable_document,
        nul_bytes,
        lost_letters,
    )
)
