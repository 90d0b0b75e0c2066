"""Text that was encoded twice, `Ã©` for `é`: mended where only one reading is possible."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

DOUBLED = "texte doublement encodé rétabli"

_LETTERS = "àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆñÑáíóúìòãõåøßš"
_SIGNS = "€’‘“”«»°²³–—…·•™©®§½¼¾±×÷¿¡´¨\xa0\u202f\u2009\u200b\u200c\u200e\u2060\xad\ufeff\ufffd"
_ACCENTS = "\u0300\u0301\u0302\u0308\u0327"  # apart from their letter, as a Macintosh writes
_CODES = ("cp1252", "latin-1", "mac_roman", "cp850")


def _read_as(byte: int, encoding: str) -> str:
    """What a code reads for a byte; for one that it does not have, as software does, its number."""
    try:
        return bytes((byte,)).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


def _mangled() -> dict[str, str]:
    """What each French letter or sign becomes when its UTF-8 bytes are read as another code."""
    found: dict[str, str] = {}
    for char in _LETTERS + _SIGNS + _ACCENTS:
        for encoding in _CODES:
            found.setdefault("".join(_read_as(byte, encoding) for byte in char.encode()), char)
    return found


_MANGLED = _mangled()
_DOUBLED = re.compile("|".join(re.escape(text) for text in sorted(_MANGLED, key=len, reverse=True)))
_LEAD_SIGNS = "".join(sorted({text[0] for text in _MANGLED} | {"Â"}))
_LEADS = re.compile(f"[{_LEAD_SIGNS}]")
_SPACED_A = "Ã "  # `à` whose no-break space became a plain one
_NOT_ALONE = "Â¬┬"  # with a sign, they may be a letter and its quotation mark
_IN_A_WORD = re.compile(r"(?:[a-zß-öø-ÿœ\d.)%€]|\b[Nn])\Z")  # no such mark ever comes next
_SPACED_SIGN = re.compile(r"(?<=[a-zß-öø-ÿœ\d.)%€:;«])Â(?= )")  # the no-break space became plain


def has_leads(text: str) -> bool:
    """Whether a whole text has any sign with which double encoding starts: most have none."""
    return any(lead in text for lead in _LEAD_SIGNS)


def undouble(lines: Sequence[str]) -> tuple[Sequence[str], Mapping[int, str]]:
    """The lines without double encoding, and the name of the repair by line, from 1.

    A line is mended when it then holds no trace of it any more; text that was spoilt beyond
    that stays as it is, for the cells to be looked at. One line that leaves no doubt settles
    what signs alone are in the others.
    """
    doubtful = {n: line for n, line in enumerate(lines, 1) if _may_be(line)}
    mended = {n: text for n, line in doubtful.items() if (text := _mended(line)) != line}
    if not mended:
        return lines, {}
    others = {n: _mended(line, is_sure=True) for n, line in doubtful.items() if n not in mended}
    mended |= {n: text for n, text in others.items() if text != doubtful[n]}
    whole = list(lines)
    for number, text in mended.items():
        whole[number - 1] = text
    return whole, dict.fromkeys(mended, DOUBLED)


def may_be_doubled(chars: Collection[str]) -> bool:
    """Whether a text that has these characters, and plain ASCII, may hold double encoding."""
    known = {*chars, *map(chr, range(128))}
    return any(known.issuperset(text) for text in _MANGLED)


def _may_be(line: str) -> bool:
    return not line.isascii() and bool(_LEADS.search(line))


def _mended(line: str, *, is_sure: bool = False) -> str:
    """Unchanged when in doubt; `is_sure`: another line says that the file is doubly encoded."""
    found = [*_DOUBLED.finditer(line)]
    is_spaced = bool(_SPACED_SIGN.search(line))
    is_certain = is_spaced or any(_is_certain(line, match) for match in found)
    if not (is_certain or (is_sure and found)):
        return line
    if any(_breaks_a_capital(line, match) for match in found):
        return line
    text = _DOUBLED.sub(lambda match: _MANGLED[match[0]], line)
    return _SPACED_SIGN.sub("", text).replace(_SPACED_A, "à")


def _is_certain(line: str, match: re.Match[str]) -> bool:
    """Whether no French text holds this: a letter gone wrong, or a sign inside a word."""
    before = line[max(0, match.start() - 2) : match.start()]
    return match[0][0] not in _NOT_ALONE or bool(_IN_A_WORD.search(before))


def _breaks_a_capital(line: str, match: re.Match[str]) -> bool:
    """`IRMÃ»` is a capital and a quotation mark, not `IRMû`; no word ends with Â and a space."""
    before = line[max(0, match.start() - 2) : match.start()]
    is_capital = len(before) > 1 and before.isalpha() and before.isupper()
    sign = _MANGLED[match[0]]
    is_letter = match[0][0] in _NOT_ALONE and not sign.isspace()
    return is_capital and (sign.islower() or is_letter)
