"""Numbers as French people and their software write them."""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal

from pipeline.reading.cells.units import factor
from pipeline.reading.refusals import Refused

DECIMALS = 4  # those of the typed tables
LARGEST = Decimal(10) ** 14
LONGEST_NUMBER = 60
FIRST_LOST_DIGIT = 11  # a spreadsheet shows longer whole numbers with fewer digits than they have

_CLOCK = re.compile(
    r"(\d{1,5})\s*(?:[:h]|heures?)\s*([0-5]\d)\s*(?:min|mn|m)?(?::([0-5]\d))?",
    re.ASCII | re.IGNORECASE,
)
_UNIT_AFTER = re.compile(
    r"([-−–—‐‑+(]?[\d .,'’]*\d\)?-?) ?([^\d\s.,()'’-](?:[^\d]*[^\d\s])?[23]?)", re.ASCII
)
_UNIT_BEFORE = re.compile(r"([-−–—‐‑+]?) ?(€|EUR) ?([-−–—‐‑+]?\d.*)", re.IGNORECASE)
_UNIT_THEN_SIGN = re.compile(r"(\d.*\d) ?([€%]) ?([-−–—])", re.ASCII)
_EURO_BETWEEN = re.compile(r"([-+]?\d[\d ]*) ?€ ?(\d\d)", re.ASCII)
_EXPONENT = re.compile(r"(\d+)(?:[.,](\d+))?e([-+]?\d{1,3})", re.ASCII | re.IGNORECASE)
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)
_BARE_DECIMALS = re.compile(r"[.,]\d+", re.ASCII)
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
_SPACED = re.compile(r"\d{1,3}( |'|’)\d{3}(?:\1\d{3})*(?:[.,]\d+)?", re.ASCII)
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}", re.ASCII)
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}", re.ASCII)
_LONG_DASHES = "−–—‐‑"

Repairs = tuple[str, ...]


def read_number(text: str, unit: str) -> tuple[Decimal, Repairs]:
    """The value and the names of the repairs; `unit` is that of the column (see `units`).

    `text` is tidy. A comma is decimal, a dot followed by exactly three digits is refused:
    nobody can tell `1.234` from `1 234`.
    """
    if text.isascii() and text.isdigit() and len(text) <= 12:
        return Decimal(text), ()
    if len(text) > LONGEST_NUMBER:
        raise _unreadable()
    if unit == "h" and (clock := _CLOCK.fullmatch(text)):
        hours, minutes, seconds = (Decimal(part or 0) for part in clock.groups())
        value = hours + minutes / 60 + seconds / 3600
        return _rounded(value), ("heures et minutes converties",)
    negative, body, repairs = _signed(text, unit)
    digits, more = _digits(body)
    return _fitted(Decimal(digits) * (-1 if negative else 1), (*repairs, *more))


def _signed(text: str, unit: str) -> tuple[bool, str, Repairs]:
    """Whether the number is negative, its digits without sign nor unit; the unit may be inside."""
    inner, repairs = (text, ()) if _in_parentheses(text) else _without_unit(_sign_last(text), unit)
    if _in_parentheses(inner):
        body, more = _without_unit(inner[1:-1].strip(), unit)
        return True, body, (*repairs, "parenthèses lues comme un signe moins", *more)
    negative, body, more = _sign(inner)
    return negative, body, (*repairs, *more)


def _in_parentheses(text: str) -> bool:
    return text.startswith("(") and text.endswith(")")


def _sign_last(text: str) -> str:
    """`12 €-` as `12- €`: a minus sign after the unit ends the number all the same."""
    found = _UNIT_THEN_SIGN.fullmatch(text)
    return f"{found[1]}{found[3]} {found[2]}" if found else text


def number_text(value: Decimal) -> str:
    """The canonical text, which reads back as itself: never three decimals alone."""
    text = f"{value.normalize():f}"
    return f"{text}0" if _AMBIGUOUS.fullmatch(text.lstrip("-")) else text


def _fitted(value: Decimal, repairs: Repairs) -> tuple[Decimal, Repairs]:
    exact = _rounded(value) if abs(value) < LARGEST else LARGEST
    if abs(exact) >= LARGEST:
        raise Refused("nombre_trop_grand", "nombre trop grand", "vérifiez l'unité et les zéros")
    if exact == value:
        return exact, repairs
    if not exact:
        raise Refused(
            "nombre_trop_petit",
            "nombre plus petit que ce que la colonne peut garder",
            "écrivez 0, ou vérifiez l'unité",
        )
    return exact, (*repairs, "arrondi à quatre décimales")


def _without_unit(text: str, unit: str) -> tuple[str, Repairs]:
    if unit == "€":
        if found := _UNIT_BEFORE.fullmatch(text):
            return found[1] + found[3], ("symbole € retiré",)
        if found := _EURO_BETWEEN.fullmatch(text):
            return f"{found[1].strip()},{found[2]}", ("symbole € au milieu d'un nombre",)
    found = _UNIT_AFTER.fullmatch(text.rstrip("."))
    if not found or _EXPONENT.fullmatch(text.strip("-+()−—")):
        return text, ()
    times = factor(found[2], unit)
    if times != 1:
        raise _other_unit(found[1], times, unit)
    name = f"symbole {unit} retiré" if unit in ("€", "%") else f"unité {unit} retirée"
    return found[1], (name,)


def _other_unit(number: str, times: Decimal | None, unit: str) -> Refused:
    """What the number would be in the unit of the column is told, never applied."""
    suggestion = ""
    if times is not None:
        with suppress(Refused):
            suggestion = number_text(read_number(number.strip(), "")[0] * times).replace(".", ",")
    asked = f" : la colonne est en {unit}" if unit in ("kg", "t", "km", "h", "m²", "m³") else ""
    return Refused(
        "unite_inattendue",
        f"texte ou unité inattendus après le nombre{asked}",
        "écrivez le nombre seul, dans l'unité de la colonne",
        suggestion=suggestion,
    )


def _sign(text: str) -> tuple[bool, str, Repairs]:
    """Whether the number is negative, and the rest."""
    first, last = text[:1], text[-1:]
    if first in ("-", "+"):
        return first == "-", text[1:].lstrip(), ()
    if first and first in _LONG_DASHES:
        return True, text[1:].lstrip(), ("tiret long lu comme un signe moins",)
    if last == "-" or (last and last in _LONG_DASHES):
        return True, text[:-1].rstrip(), ("signe moins final",)
    return False, text, ()


def _digits(text: str) -> tuple[str, Repairs]:
    if _AMBIGUOUS.fullmatch(text):
        bare = text.replace(".", "")
        raise ambiguous_number(f"{bare} ou {text.replace('.', ',')}")
    if _PLAIN.fullmatch(text):
        return text.replace(",", "."), ()
    if found := _SPACED.fullmatch(text):
        digits = text.replace(found[1], "").replace(",", ".")
        return digits, () if found[1] == " " else ("apostrophe des milliers retirée",)
    if _DOTTED.fullmatch(text):
        return text.replace(".", "").replace(",", "."), ("point des milliers retiré",)
    if _ENGLISH.fullmatch(text):
        return text.replace(",", ""), ("forme anglaise d'un nombre",)
    if _BARE_DECIMALS.fullmatch(text):
        return f"0.{text[1:]}", ("zéro rétabli avant la virgule",)
    if found := _EXPONENT.fullmatch(text):
        return _expanded(found[1], found[2] or "", int(found[3]))
    raise _unreadable()


def _expanded(whole: str, decimals: str, power: int) -> tuple[str, Repairs]:
    """A spreadsheet writes few digits of a long number: those that lack are not zeros."""
    if power >= FIRST_LOST_DIGIT and power > len(decimals):
        raise Refused(
            "notation_scientifique",
            "nombre en notation scientifique : des chiffres sont perdus",
            "élargissez la colonne dans le tableur, puis refaites l'export",
        )
    if abs(power) > LONGEST_NUMBER:
        raise _unreadable()
    return f"{whole}.{decimals or 0}e{power}", ("notation scientifique développée",)


def ambiguous_number(suggestion: str = "") -> Refused:
    """The refusal of a mark followed by three digits."""
    return Refused(
        "nombre_ambigu",
        "une marque suivie de trois chiffres : millier ou décimale ?",
        "écrivez 1234 pour un millier, 1,234 pour une décimale",
        suggestion=suggestion,
    )


def _unreadable() -> Refused:
    return Refused(
        "nombre_illisible",
        "ce n'est pas un nombre",
        "écrivez un nombre seul, sans texte",
    )


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-DECIMALS), rounding=ROUND_HALF_UP).normalize() + 0
