"""A text as its words, with every form under which one of them tells a number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

JOINT = ""  # between two words: the sentence, the cell or the aside ends there

_SPELT = {
    "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize", "vingt", "trente", "quarante", "cinquante",
    "soixante", "cent", "mille", "dizaine", "douzaine", "vingtaine", "moitié", "tiers", "quart",
    "zéro", "double", "triple",
}  # fmt: skip
_NUMERAL = re.compile(  # ordinals, Roman numerals
    r"(?:deux|trois|quatr|cinqu|six|sept|huit|neuv|dix|onz|douz|vingt)ièmes?"
    r"|(?=[ivx]{2})x{0,3}(?:ix|iv|v?i{0,3})"
)
_ONE = ("un", "une")  # articles too: a number beside these
_ALONE = re.compile(r"seule?|pers|personnes?|salariée?|femme|homme|jeune")
_WORD = re.compile(r"\d+(?:[.,/]\d+)+|[^\W_]+|[:;.()«»–!?·\n|/]")
_ODD = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\u2160-\u2188\ufeff]")
_TALLY = re.compile(  # a sign written again and again, or a word of one letter
    r"([^\w\s.,;:/|()«»–-]|[\xa0\u202f])(?: ?\1)+|\b(?!www\b)([^\W\d_])\2{2,}\b"
)
_APART = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_RANK = re.compile(r"(?m)^\s*\d\d?\.\s(?=[^\W\d])")  # of a heading
_LABELS = re.compile(
    r"\b(?:[a-z]{2,4}-\d\d"  # codes of figures
    r"|s\d\d?|(?:graphique|critère)\s\d\d?"  # sources, drawings, criteria: counted from one
    r"|\w*co2e?|\d+(?:\.\d+)+(?:\.?(?:post|rc)\d+)?"  # versions and targets: decimals have a comma
    r"|(?:\d\d/\d\d/)?(?:19|20)\d\d(?:-\d\d-\d\d)?"  # years and days
    r"|sha-?256|[0-9a-f]{8,})\b"  # fingerprints
)


def words(text: str) -> list[str]:
    """The words in small letters, without the codes and the years that tell no number."""
    plain = _TALLY.sub(_count, text)
    plain = plain if plain.isascii() else unicodedata.normalize("NFKC", _ODD.sub(_sign, plain))
    plain = _RANK.sub("", _LABELS.sub(" ", plain.casefold().replace("_", " ")))
    return [word if word[0].isalnum() else JOINT for word in _WORD.findall(plain)]


def _sign(found: re.Match[str]) -> str:
    """Ⅲ is a three; what takes no room is nothing."""
    return "" if unicodedata.category(found[0]) == "Cf" else f"{unicodedata.numeric(found[0]):g}"


def _count(found: re.Match[str]) -> str:
    """Three strokes are a three, in digits that no text of ours has."""
    return f" {found[0].count(found[1] or found[2])} ".translate(_APART)


def numbers(told: Sequence[str]) -> Iterator[int]:
    """The ranks of the words that tell a number, in digits or in letters."""
    for rank, word in enumerate(told):
        is_one = word in _ONE and any(map(_ALONE.fullmatch, told[rank + 1 : rank + 2]))
        is_numeral = any(map(str.isnumeric, word)) or _NUMERAL.fullmatch(word)
        if is_one or word in _SPELT or is_numeral:
            yield rank


def tells(text: str) -> bool:
    """Whether a text tells a number at all."""
    return next(numbers(words(text)), None) is not None
