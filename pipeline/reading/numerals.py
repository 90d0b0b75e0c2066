"""Numbers as French people and their software write them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from pipeline.reading.refusals import Refused
from pipeline.reading.words import unaccented

DECIMALS = 4  # those of the typed tables
LARGEST = Decimal(10) ** 14
LONGEST_NUMBER = 60

_UNITS = (
    (r"(^|_)(eur|salaire|montant|taux_horaire)", {"€", "eur", "euro", "euros", "€ ht"}),
    (r"(^|_)(pct|taux|part)", {"%"}),
    (r"_kg$", {"kg", "kgs"}),
    (r"_m2$", {"m2"}),
    (r"heure", {"h", "heure", "heures"}),
    (r"_mois$", {"mois"}),
    (r"etp", {"etp"}),
)
_CLOCK = re.compile(r"(\d{1,5})\s*[:hH]\s*([0-5]\d)(?::[0-5]\d)?", re.ASCII)
_SPLIT = re.compile(r"(?P<number>[-+(]?[\d .,'’]*\d\)?)\s*(?P<unit>[^\d\s.,)(][^\d]*2?)", re.ASCII)
_EXPONENT = re.compile(r"[-+]?\d+(?:[.,]\d+)?[eE][-+]?\d+", re.ASCII)
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
_SPACED = re.compile(r"\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?", re.ASCII)
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}", re.ASCII)
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}", re.ASCII)


def read_number(text: str, column: str) -> tuple[Decimal, tuple[str, ...]]:
    """The value and the names of the repairs; `column` tells which unit may follow.

    `text` has plain ASCII digits and single spaces. A comma is decimal, a dot followed by
    exactly three digits is refused: nobody can tell `1.234` from `1 234`.
    """
    if text.isascii() and text.isdigit() and len(text) <= 12:
        return Decimal(text), ()
    if len(text) > LONGEST_NUMBER:
        raise _unreadable()
    clock = _CLOCK.fullmatch(text)
    if clock and "heure" in column:
        minutes = Decimal(clock[1]) * 60 + Decimal(clock[2])
        return _rounded(minutes / 60), ("heures et minutes converties",)
    if _EXPONENT.fullmatch(text):
        raise Refused(
            "notation_scientifique",
            "nombre en notation scientifique : des chiffres sont perdus",
            "élargissez la colonne dans le tableur, puis refaites l'export",
        )
    body, repairs = _without_unit(text.replace("−", "-"), column)
    negative, body = _sign(body)
    if negative and body.startswith("("):
        body, repairs = body[1:-1], (*repairs, "parenthèses lues comme un signe moins")
    digits, more = _digits(body)
    value = Decimal(digits) * (-1 if negative else 1)
    exact = _rounded(value) if abs(value) < LARGEST else LARGEST
    if abs(exact) >= LARGEST:
        raise Refused("nombre_trop_grand", "nombre trop grand", "vérifiez l'unité et les zéros")
    if exact != value:
        more = (*more, "arrondi à quatre décimales")
    return exact, (*repairs, *more)


def _without_unit(text: str, column: str) -> tuple[str, tuple[str, ...]]:
    found = _SPLIT.fullmatch(text)
    if not found:
        return text, ()
    unit = found["unit"].strip()
    allowed = {name for pattern, names in _UNITS if re.search(pattern, column) for name in names}
    if unaccented(unit) not in allowed:
        raise Refused(
            "unite_inattendue",
            "texte inattendu après le nombre",
            "écrivez le nombre seul, dans l'unité de la colonne",
        )
    return found["number"], (
        f"{'symbole' if unit in '€%' else 'unité'} {unit} retiré{'' if unit in '€%' else 'e'}",
    )


def _sign(text: str) -> tuple[bool, str]:
    if text.startswith("(") and text.endswith(")"):
        return True, text
    return text.startswith("-"), text[1:].lstrip() if text[:1] in ("-", "+") else text


def _digits(text: str) -> tuple[str, tuple[str, ...]]:
    if _AMBIGUOUS.fullmatch(text):
        raise Refused(
            "nombre_ambigu",
            "un point suivi de trois chiffres : millier ou décimale ?",
            "écrivez 1234 pour un millier, 1,234 pour une décimale",
        )
    if _PLAIN.fullmatch(text):
        return text.replace(",", "."), ()
    if _SPACED.fullmatch(text):
        return re.sub(r"[ '’]", "", text).replace(",", "."), ()
    if _DOTTED.fullmatch(text):
        return text.replace(".", "").replace(",", "."), ("point des milliers retiré",)
    if _ENGLISH.fullmatch(text):
        return text.replace(",", ""), ("forme anglaise d'un nombre",)
    raise _unreadable()


def _unreadable() -> Refused:
    return Refused(
        "nombre_illisible",
        "ce n'est pas un nombre",
        "écrivez un nombre, par exemple 1234,5, ou laissez la cellule vide",
    )


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-DECIMALS), rounding=ROUND_HALF_UP).normalize()
