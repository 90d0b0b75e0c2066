"""From the bytes of a delivered file to its text: encoding found, anything doubtful refused."""

from __future__ import annotations

import codecs
import re
from itertools import islice

from pipeline.reading.formats import unread_format
from pipeline.reading.refusals import Refused

SAMPLE = 4096
CONTROL_SHARE = 0.1
UTF16_SHARE = 0.3
MOST_LOW_ZEROS = 10  # times fewer zeros among the bytes that tell letters apart
MOST_SEEN = 20_000  # places with accents, to tell an encoding from another

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
    "iso8859-15": "Latin-9 (ISO 8859-15)",
    "mac_roman": "Mac Roman",
    "cp850": "CP850",
}
_OLD_CODES = ("cp1252", "iso8859-15", "mac_roman", "cp850")  # the first wins a tie
_ARCHIVES = {
    b"PK\x03\x04": "une archive ou un classeur",
    b"\xd0\xcf\x11\xe0": "un document d'Office",
    b"%PDF": "un PDF",
    b"\x1f\x8b": "une archive gzip",
}
_CONTROLS = bytes({*range(9), *range(0x0E, 0x1A), *range(0x1B, 0x20)})
_PAIR = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")  # without any, no line is UTF-8
_NON_ASCII = re.compile(rb"[^\r\n\x80-\xff]{0,2}[\x80-\xff]+[^\r\n\x80-\xff]{0,2}")
_USUAL = frozenset("éèàêçùôâîûœëïÉÈÀÊÇŒ€’«»°–…\xa0")
_FRENCH = frozenset("äöüÿæÂÄËÎÏÔÖÙÛÜ‘“”²³—·•")
_LOWER, _UPPER = "a-zàâäçéèêëîïôöùûüÿœæ", "A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ"
_ODD_PLACE = re.compile(  # a letter or a sign where French never has it
    rf"(?<=[{_LOWER}])[À-ÞŒŸŽŠ]|(?<=[{_UPPER}])[À-ÞŒŸŽŠ](?=[{_LOWER}])"
    rf"|[ß-ÿœšž](?=[{_UPPER}])|[\x80-\x9f]|(?<![^\W\d_])[À-ÞŒŸŽŠœ](?![^\W\d_])(?<![À])"
    r"|(?<=[^\W\d_])[¡-¬®-¿‚-‰†‡](?<![°²³’])(?=[^\W\d_])"
)


def decode(data: bytes) -> tuple[str, str]:
    """The text, its line ends as delivered, and the French name of its encoding."""
    for mark, kind in _ARCHIVES.items():
        if data.startswith(mark):
            raise unread_format(f"c'est {kind}, malgré son nom")
    encoding, body = _split_mark(data)
    if encoding.startswith("utf-16"):
        return _without_nul(body.decode(encoding, errors="replace")), _NAMES[encoding]
    controls = len(body) - len(body.translate(None, _CONTROLS))
    if b"\0" in body or controls > CONTROL_SHARE * len(body):
        raise _binary().on(count_lines(body.partition(b"\0")[0] + b"\0") if b"\0" in body else 0)
    return _decode_bytes(body)


def count_lines(data: bytes) -> int:
    """Physical lines, counted on the bytes: CRLF, LF or lone CR end a line.

    An archive has none, whatever its name.
    """
    if data.startswith(tuple(_ARCHIVES)):
        return 0
    encoding, body = _split_mark(data)
    if encoding.startswith("utf-16"):
        body = body.decode(encoding, errors="replace").encode("utf-8", errors="replace")
    ends = body.count(b"\n")
    if b"\r" in body:
        ends += body.count(b"\r") - body.count(b"\r\n")
    return ends + (1 if body and not body.endswith((b"\n", b"\r")) else 0)


def _split_mark(data: bytes) -> tuple[str, bytes]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    head = data[:SAMPLE]
    if head.count(0):
        low, high = head[0::2].count(0), head[1::2].count(0)  # `è` in two signs has a zero too
        if high > UTF16_SHARE * len(head) and low * MOST_LOW_ZEROS < high:
            return "utf-16-le", data
        if low > UTF16_SHARE * len(head) and high * MOST_LOW_ZEROS < low:
            return "utf-16-be", data
    return "utf-8", data


def _decode_bytes(body: bytes) -> tuple[str, str]:
    try:
        return body.decode("utf-8"), _NAMES["utf-8"]
    except UnicodeDecodeError:
        pass
    if not _PAIR.search(body):
        code = _old_code(body)
        return body.decode(code, errors="replace"), _NAMES[code]
    return _decode_lines(body.splitlines(keepends=True))  # at CRLF, LF and lone CR alone


def _decode_lines(lines: list[bytes]) -> tuple[str, str]:
    """Each line that is UTF-8 as such, the others in the code that suits them all."""
    good = [not line.isascii() and _is_utf8(line) for line in lines]
    code = _old_code(
        b"".join(line for line, is_utf8 in zip(lines, good, strict=True) if not is_utf8)
    )
    if not any(good):
        return b"".join(lines).decode(code, errors="replace"), _NAMES[code]
    codes = ("utf-8" if is_utf8 else code for is_utf8 in good)
    texts = (line.decode(c, errors="replace") for line, c in zip(lines, codes, strict=True))
    return "".join(texts), f"UTF-8 et {_NAMES[code]} mêlés"


def _old_code(body: bytes) -> str:
    """The encoding of before UTF-8 in which these bytes look most like French."""
    seen = b"\n".join(islice((found[0] for found in _NON_ASCII.finditer(body)), MOST_SEEN))
    return max(_OLD_CODES, key=lambda name: _french_score(seen, name))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _french_score(seen: bytes, encoding: str) -> int:
    """Usual letters and signs of French, less the others and what stands in an odd place."""
    text = seen.decode(encoding, errors="replace")
    usual = sum(1 for char in text if char in _USUAL)
    french = sum(1 for char in text if char in _FRENCH)
    foreign = sum(1 for char in text if char > "\x7f") - usual - french
    return 2 * usual + french - foreign - 3 * len(_ODD_PLACE.findall(text))


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise _binary().on(count_lines(text.partition("\0")[0].encode(errors="replace") + b"\0"))
    return text


def _binary() -> Refused:
    return Refused(
        "fichier_binaire",
        "ce fichier n'est pas du texte (il contient des octets nuls ou de contrôle)",
        "refaites l'export en CSV (séparateur point-virgule) depuis le logiciel d'origine",
    )
