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
_ONE = ("un", "une")  # articles too: a number beside these
_ALONE = re.compile(r"seule?|pers|personnes?|salariée?|femme|homme|jeune")
_WORD = re.compile(r"\d+(?:[.,/]\d+)+|[^\W_]+|[:;.()«»–!?·\n|/]")
_ODD = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\u2160-\u2188\ufeff]")
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
    plain = text if text.isascii() else unicodedata.normalize("NFKC", _ODD.sub(_sign, text))
    plain = _RANK.sub("", _LABELS.sub(" ", plain.casefold().replace("_", " ")))
    return [word if word[0].isalnum() else JOINT for word in _WORD.findall(plain)]


def _sign(found: re.Match[str]) -> str:
    """Ⅲ is a three; what takes no room is nothing."""
    return "" if unicodedata.category(found[0]) == "Cf" else f"{unicodedata.numeric(found[0]):g}"


def numbers(told: Sequence[str]) -> Iterator[int]:
    """The ranks of the words that tell a number, in digits or in letters."""
    for rank, word in enumerate(told):
        is_one = word in _ONE and any(map(_ALONE.fullmatch, told[rank + 1 : rank + 2]))
        if is_one or word in _SPELT or any(map(str.isdigit, word)):
            yield rank


def tells(text: str) -> bool:
    """Whether a text tells a number at all."""
    return next(numbers(words(text)), None) is not None
