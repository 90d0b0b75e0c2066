"""Sentences of the pole's own words whose figure has no value: the report leaves them out.

A mask is the sign of a cell. In a sentence it reads as nonsense (« ont couvert s des produits »),
and no word in its place would agree with the rest: the sentence goes, and a cut is shown. What
merely compares (`, contre … en 2021`) goes alone.
"""

from __future__ import annotations

import re

from markdown_it.rules_core import StateCore

UNSAID = "\ue003"  # in place of a figure without value, until its sentence is cut
CUT = "[…]"
_COMPARED = re.compile(rf",?\s+contre {UNSAID}[^.,;:!?…()«»{UNSAID}]*")
_STOP = r"(?<=[.!?…])(?<!\b[A-Z]\.)[*_]*(?:\s»|\))*"  # an initial ends no sentence
_START = r"[*_]*(?:«\s)?[A-ZÀ-ÖØ-Þ\d\ue000-\ue003]"
_BETWEEN = re.compile(rf"{_STOP}(\s+)(?={_START})")
_EMPHASIS = re.compile(r"\*+|_+")
_PAIRS = (("«", "»"), ("(", ")"), ("[", "]"))


def cut_unsaid(state: StateCore) -> None:
    """A rule of markdown-it, before words are read: each block loses its unsaid sentences."""
    for token in state.tokens:
        if token.type == "inline" and UNSAID in token.content:
            token.content = _without_unsaid(_COMPARED.sub("", token.content))


def _without_unsaid(text: str) -> str:
    told = [CUT if UNSAID in one else one for one in _sentences(text)]
    return " ".join(one for n, one in enumerate(told) if one != CUT or told[n - 1 : n] != [CUT])


def _sentences(text: str) -> list[str]:
    """Cut where a sentence ends, outside quotes, brackets and what is in bold or in italics."""
    found, start = [], 0
    for gap in _BETWEEN.finditer(text):
        piece = text[start : gap.start(1)]
        if _is_whole(piece):
            found.append(piece)
            start = gap.end(1)
    return [*found, text[start:]]


def _is_whole(piece: str) -> bool:
    opened = len(_EMPHASIS.findall(piece)) % 2
    return not opened and all(piece.count(a) == piece.count(b) for a, b in _PAIRS)
