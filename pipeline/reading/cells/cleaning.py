"""A cell without what nobody meant to type: odd spaces, invisible marks, spreadsheet tricks."""

from __future__ import annotations

import re
import unicodedata

from pipeline.french import number
from pipeline.reading.limits import USUAL, how_to_raise
from pipeline.reading.refusals import Refused

LONGEST_CELL = USUAL.characters
NOT_AVAILABLE = "#N/A"  # the only error of a spreadsheet that may mean « absent »

_ODD = re.compile(
    "[^\x20-\x7e\xa1-\xac\xae-\xff\u0152\u0153\u2013\u2014\u2019\u2026\u20ac]|^ | $|  "
)
_BREAK = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_UNREADABLE = re.compile("[\ufffd\ud800-\udfff]")
_STRAY = re.compile("[\x01-\x08\x0e-\x1b\x7f]")
_CONTROL = re.compile("[\x00\x80-\x84\x86-\x9f]")
_WINDOWS = {  # what these codes are in Windows-1252: a file converted from Latin-1 by mistake
    code: decoded
    for code in range(0x80, 0xA0)
    if (decoded := bytes((code,)).decode("cp1252", "ignore"))
}
_SHEET_ERROR = re.compile(
    r"#(?:REF|DIV/0|VALEUR|VALUE|NOM|NAME|NUL|NULL|NOMBRE|NUM|CALCUL|CALC|EPARS|PROPAGATION|SPILL"
    r"|GETTING_DATA|CHAMP|FIELD|CONNEXION|CONNECT|BLOCAGE|BLOCKED) ?[!?]?|#{3,}|ERR ?:5\d\d"
)
_NOT_AVAILABLE = re.compile(r"#N/?[AD]!?")
_MARKED = re.compile(r"'[\w+=-](?!.*['’]$)")  # the mark of a text; a quotation has two
_TEXT_FORMULA = re.compile(r'="([^"]*)"')

Repairs = tuple[str, ...]


def tidy(text: str, longest: int = LONGEST_CELL) -> tuple[str, Repairs]:
    """Plain spaces, composed accents, nothing invisible; what cannot be cleaned is refused."""
    if len(text) > longest:
        raise too_long(longest)
    if not _ODD.search(text):
        return _unwrapped(text)
    if _UNREADABLE.search(text):
        raise Refused(
            "caractere_illisible",
            "caractère illisible : l'export a perdu une lettre",
            "refaites l'export en UTF-8",
        )
    text, repairs = _without_marks(text)
    text = unicodedata.normalize("NFC", marked := text)
    repairs = (*repairs, "accents recomposés") if text != marked else repairs
    single = " ".join(text.split())
    if len(single) < len(text) or _BREAK.search(text):
        repairs = (*repairs, "espaces superflus")
    clean, more = _unwrapped(single)
    return clean, (*repairs, *more)


def tidy_text(text: str, longest: int = LONGEST_CELL) -> tuple[str, Repairs]:
    """The same for a column of texts: it tells that no-break spaces became plain ones."""
    clean, repairs = tidy(text, longest)
    return clean, repairs or (("espaces insécables remplacés",) if clean != text else ())


def too_long(longest: int) -> Refused:
    """The refusal of a cell that nobody typed."""
    return Refused(
        "cellule_trop_longue",
        f"cellule de plus de {number(longest)} caractères",
        f"raccourcissez-la, {how_to_raise('caracteres')}",
    )


def is_on_two_lines(text: str) -> bool:
    """Whether a tabulation or a line break stands inside the text: perhaps two values."""
    return bool(_BREAK.search(text.strip()))


def _without_marks(text: str) -> tuple[str, Repairs]:
    repairs: Repairs = ()
    if _INVISIBLE.search(text):
        text, repairs = _INVISIBLE.sub("", text), ("caractère invisible retiré",)
    if _STRAY.search(text):
        text, repairs = _STRAY.sub("", text), (*repairs, "caractère de contrôle retiré")
    if _CONTROL.search(text):
        text, repairs = text.translate(_WINDOWS), (*repairs, "caractère Windows rétabli")
        if _CONTROL.search(text):
            raise Refused("caractere_de_controle", "caractère de contrôle", "retapez la cellule")
    return text, repairs


def _unwrapped(text: str) -> tuple[str, Repairs]:
    """Without the tricks that keep a spreadsheet from reading a code as a number."""
    first = text[:1]
    if first == "=" and (formula := _TEXT_FORMULA.fullmatch(text)):
        return formula[1].strip(), ("formule de texte retirée",)
    if first == "'" and _MARKED.match(text):
        return text[1:].lstrip(), ("apostrophe initiale retirée",)
    if first in ("#", "E", "e"):
        upper = text.upper()
        if _SHEET_ERROR.fullmatch(upper):
            raise sheet_error()
        if _NOT_AVAILABLE.fullmatch(upper):
            return NOT_AVAILABLE, ()
    return text, ()


def sheet_error() -> Refused:
    """The refusal of a formula that the spreadsheet could not work out."""
    return Refused(
        "erreur_de_tableur",
        "erreur de calcul du tableur",
        "corrigez la formule, puis refaites l'export",
    )
