"""From the bytes of a delivered file to its text: encoding found, anything doubtful refused."""

from __future__ import annotations

import codecs
import re

from pipeline.reading.refusals import Refused

SAMPLE = 4096
CONTROL_SHARE = 0.1
UTF16_SHARE = 0.3
MIXED_SHARE = 0.3

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "cp850": "CP850",
}
_ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_NON_ASCII = re.compile(rb"[\x80-\xff]")
_FRENCH = frozenset("àâäçéèêëîïôöùûüÿœæÀÂÇÉÈÊËÎÏÔÙÛŒ€’«»°²–… ")


def decode(data: bytes) -> tuple[str, str]:
    """The text, its line ends as delivered, and the French name of its encoding."""
    if data.startswith(_ARCHIVES):
        raise Refused(
            "format_non_lu",
            "format non lu : ce fichier n'est pas un CSV malgré son nom",
            "enregistrez-le en CSV (séparateur point-virgule) depuis Excel",
        )
    encoding, body = _split_mark(data)
    if encoding.startswith("utf-16"):
        return _without_nul(body.decode(encoding, errors="replace")), _NAMES[encoding]
    if len(_CONTROLS.findall(body)) > CONTROL_SHARE * len(body) or b"\0" in body:
        raise _binary()
    return _decode_bytes(body)


def count_lines(data: bytes) -> int:
    """Physical lines, counted on the bytes: CRLF, LF or lone CR end a line.

    An archive has none, whatever its name.
    """
    if data.startswith(_ARCHIVES):
        return 0
    encoding, body = _split_mark(data)
    if encoding.startswith("utf-16"):
        body = body.decode(encoding, errors="replace").encode("utf-8", errors="replace")
    ends = body.count(b"\n") + body.count(b"\r") - body.count(b"\r\n")
    return ends + (1 if body and not body.endswith((b"\n", b"\r")) else 0)


def _split_mark(data: bytes) -> tuple[str, bytes]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    head = data[:SAMPLE]
    if head.count(0):
        if head[1::2].count(0) > UTF16_SHARE * len(head) and not head[0::2].count(0):
            return "utf-16-le", data
        if head[0::2].count(0) > UTF16_SHARE * len(head) and not head[1::2].count(0):
            return "utf-16-be", data
    return "utf-8", data


def _decode_bytes(body: bytes) -> tuple[str, str]:
    try:
        return body.decode("utf-8"), _NAMES["utf-8"]
    except UnicodeDecodeError:
        pass
    lines = [line for line in body.split(b"\n") if _NON_ASCII.search(line)]
    good = sum(1 for line in lines if _is_utf8(line))
    if good and good >= MIXED_SHARE * len(lines):
        text = "\n".join(_decode_line(line) for line in body.split(b"\n"))
        return text, "UTF-8 et Windows-1252 mêlés"
    encoding = max(("cp1252", "mac_roman", "cp850"), key=lambda name: _french_score(body, name))
    return body.decode(encoding, errors="replace"), _NAMES[encoding]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode_line(line: bytes) -> str:
    return line.decode("utf-8" if _is_utf8(line) else "cp1252", errors="replace")


def _french_score(body: bytes, encoding: str) -> int:
    """French letters less the others; Windows-1252 comes first and so wins a tie."""
    seen = b"".join(_NON_ASCII.findall(body))[: 16 * SAMPLE]
    text = seen.decode(encoding, errors="replace")
    return sum(1 if char in _FRENCH else -1 for char in text)


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise _binary()
    return text


def _binary() -> Refused:
    return Refused(
        "fichier_binaire",
        "ce fichier n'est pas du texte (il contient des octets nuls ou de contrôle)",
        "refaites l'export en CSV (séparateur point-virgule) depuis le logiciel d'origine",
    )
