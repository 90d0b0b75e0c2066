"""How words typed by people are compared, and how they are quoted back without harm."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SEPARATORS = re.compile(r"[^a-z0-9]+")
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def unaccented(text: str) -> str:
    """Lower case without accents nor ligatures; `m²` becomes `m2`."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=8192)  # the same column titles come back in every file
def fold(text: str) -> str:
    """The form under which names are compared: `Heures payées ` and `heure_payee` are one."""
    words = _SEPARATORS.sub("_", unaccented(text)).strip("_").split("_")
    return "_".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words)


def sentence(text: str) -> str:
    """The text with a capital and a final point, as in every message."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "…")) else ".")


def printable(text: str, limit: int = 80) -> str:
    """Text safe to print anywhere: no control nor direction mark, cut at `limit` characters."""
    clean = _UNPRINTABLE.sub(lambda match: f"\\x{ord(match[0]):02x}", text)
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"
