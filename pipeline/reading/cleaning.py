"""A cell without what nobody meant to type: odd spaces, invisible marks, spreadsheet tricks."""

from __future__ import annotations

import re
import unicodedata

from pipeline.reading.refusals import Refused

LONGEST_CELL = 32 * 1024

_ODD = re.compile("[^\x20-\x7e]|^ | $|  ")
_INVISIBLE = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SHEET_ERROR = re.compile(
    r"#(?:REF|DIV/0|VALEUR|VALUE|NOM\?|NAME\?|NUL|NULL|NOMBRE|NUM|N/A)!?|#{3,}"
)
_TEXT_FORMULA = re.compile(r'="([^"]*)"')

Repairs = tuple[str, ...]


def tidy(text: str) -> tuple[str, Repairs]:
    """Plain spaces, composed accents, nothing invisible; what cannot be cleaned is refused."""
    if not _ODD.search(text):
        return _unwrapped(text)
    if len(text) > LONGEST_CELL:
        raise Refused(
            "cellule_trop_longue", "cellule de plus de 32 000 caractères", "raccourcissez"
        )
    if "\ufffd" in text:
        raise Refused(
            "caractere_illisible",
            "caractère illisible : l'export a perdu une lettre",
            "refaites l'export en UTF-8",
        )
    repairs: Repairs = ()
    if _INVISIBLE.search(text):
        text, repairs = _INVISIBLE.sub("", text), ("caractère invisible retiré",)
    spaced = unicodedata.normalize("NFC", text).replace("\xa0", " ").replace("\u202f", " ")
    single = " ".join(spaced.split())
    if _CONTROL.search(single):
        raise Refused("caractere_de_controle", "caractère de contrôle", "retapez la cellule")
    if single != spaced:
        repairs = (*repairs, "espaces superflus")
    clean, more = _unwrapped(single)
    return clean, (*repairs, *more)


def _unwrapped(text: str) -> tuple[str, Repairs]:
    """Without the tricks that keep a spreadsheet from reading a code as a number."""
    if len(text) > LONGEST_CELL:
        raise Refused(
            "cellule_trop_longue", "cellule de plus de 32 000 caractères", "raccourcissez"
        )
    if text[:1] == "=" and (formula := _TEXT_FORMULA.fullmatch(text)):
        return formula[1].strip(), ("formule de texte retirée",)
    if text[:1] == "'" and text[1:2].isdigit():
        return text[1:], ("apostrophe initiale retirée",)
    if text[:1] == "#" and _SHEET_ERROR.fullmatch(text.upper()) and text.upper() != "#N/A":
        raise Refused(
            "erreur_de_tableur",
            "erreur de calcul du tableur",
            "corrigez la formule, puis refaites l'export",
        )
    return text, ()
