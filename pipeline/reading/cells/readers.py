"""One cell: from the text a person typed to the canonical text of its type, or a refusal."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pipeline.contracts import Field
from pipeline.reading.cells.absences import is_absent
from pipeline.reading.cells.choices import one_of, yes_or_no
from pipeline.reading.cells.cleaning import LONGEST_CELL, Repairs, is_on_two_lines, tidy, tidy_text
from pipeline.reading.cells.codes import code_parser
from pipeline.reading.cells.dates import FIRST_YEAR, LAST_YEAR, read_date, read_month
from pipeline.reading.cells.expectations import expected, french
from pipeline.reading.cells.numerals import ambiguous_number, number_text, read_number
from pipeline.reading.cells.units import unit_of
from pipeline.reading.cells.usual import usual_form
from pipeline.reading.refusals import Refused
from pipeline.reading.words import fold

REMEMBERED = 1 << 16  # texts of one column: beyond, memory counts more than time

_THREE_DIGITS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_FLOAT_YEAR = re.compile(r"(\d{4})[.,]0{1,2}|(\d) (\d{3})", re.ASCII)

Parser = Callable[[str], tuple[str, Repairs]]


class Cell(NamedTuple):
    """A cell once read: `text` is canonical ("" when absent) unless `refusal` says why not."""

    text: str
    repairs: Repairs = ()
    refusal: Refused | None = None


Reader = Callable[[str], Cell]


def cell_reader(
    field: Field,
    missing: Collection[str],
    members: Mapping[str, str] | None = None,
    longest: int = LONGEST_CELL,
) -> Reader:
    """A reader that remembers: the same text of one column is worked out once.

    `members`, for a column that names a structure: identifiers by folded identifier or name.
    """
    parse = _parser(field) if members is None else _member_parser(members)
    quick = None if members is not None or field.enum else usual_form(field)
    absent = is_absent(field, missing)
    clean = tidy_text if field.type == "string" else tidy
    told = expected(field)
    bounded = field.minimum is not None or field.maximum is not None

    @lru_cache(maxsize=REMEMBERED)
    def read(text: str) -> Cell:
        if quick and (plain := quick(text)) and (not bounded or _is_within(plain, field)):
            return Cell(plain)
        try:
            return _read(clean(text, longest), text, field, absent, parse)
        except Refused as refused:
            refused.expected = refused.expected or told
            return Cell("", (), refused.with_traceback(None))

    return read


def _read(
    tidied: tuple[str, Repairs],
    text: str,
    field: Field,
    absent: Callable[[str], bool],
    parse: Parser,
) -> Cell:
    clean, repairs = tidied
    if absent(clean):
        if field.required:
            raise Refused(
                "valeur_absente", "valeur obligatoire absente", f"renseignez « {field.title} »"
            )
        return Cell("", (f"absence notée {clean}",) if clean else ())
    if field.type in ("number", "integer") and is_on_two_lines(text):
        raise Refused(
            "cellule_sur_deux_lignes",
            "la cellule tient sur plusieurs lignes : il y a peut-être deux valeurs",
            "gardez une seule valeur, sur une ligne",
        )
    if clean[:1] == "'" and field.type != "string":
        clean, repairs = clean[1:].lstrip(), (*repairs, "apostrophe initiale retirée")
    canonical, more = parse(clean)
    return Cell(canonical, (*repairs, *more))


def _parser(field: Field) -> Parser:
    if field.enum and field.type != "boolean":
        return one_of(field.enum, field.labels)
    parsers: Mapping[str, Callable[[Field], Parser]] = {
        "boolean": yes_or_no,
        "number": _number_parser,
        "integer": _number_parser,
        "year": _year_parser,
        "date": lambda _: _date,
        "yearmonth": lambda _: _month,
    }
    return parsers.get(field.type, code_parser)(field)


def _member_parser(members: Mapping[str, str]) -> Parser:
    def read(text: str) -> tuple[str, Repairs]:
        found = members.get(fold(text), text)
        return found, () if found == text else ("nom de structure remplacé par son identifiant",)

    return read


def _number_parser(field: Field) -> Parser:
    unit = unit_of(field)

    def number(text: str) -> tuple[str, Repairs]:
        value, repairs = read_number(text, unit)
        _within(value, field)
        return number_text(value), repairs

    def integer(text: str) -> tuple[str, Repairs]:
        if _THREE_DIGITS.fullmatch(text.lstrip("-+")):
            digits = text.replace(",", "").replace(".", "")
            raise ambiguous_number("" if digits.endswith("000") else digits)
        value, repairs = read_number(text, unit)
        if value != value.to_integral_value() or "arrondi à quatre décimales" in repairs:
            raise Refused(
                "entier_attendu", "nombre entier attendu", "écrivez un nombre sans virgule"
            )
        _within(value, field)
        if not repairs and ("," in text or "." in text):
            repairs = ("décimales nulles retirées",)
        return f"{int(value)}", repairs

    return number if field.type == "number" else integer


def _year_parser(field: Field) -> Parser:
    return lambda text: _year(text, field)


def _year(text: str, field: Field) -> tuple[str, Repairs]:
    found = _FLOAT_YEAR.fullmatch(text)
    repairs: Repairs = ()
    if found:
        text = found[1] or found[2] + found[3]
        repairs = ("décimales nulles retirées" if found[1] else "espace retiré d'une année",)
    if not re.fullmatch(r"\d{4}", text, re.ASCII) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        years = re.findall(r"(?<!\d)20\d\d(?!\d)", text)
        years = years or [f"20{digits}" for digits in re.findall(r"\A'?(\d\d)\Z", text, re.ASCII)]
        raise Refused(
            "annee_illisible",
            "ce n'est pas une année",
            "écrivez quatre chiffres",
            suggestion=years[0] if len(years) == 1 else "",
        )
    _within(Decimal(text), field)
    return text, repairs


def _date(text: str) -> tuple[str, Repairs]:
    day, repairs = read_date(text)
    return day.isoformat(), repairs


def _month(text: str) -> tuple[str, Repairs]:
    day, repairs = read_month(text)
    return day.isoformat(), repairs


def _is_within(plain: str, field: Field) -> bool:
    low, high, value = field.minimum, field.maximum, Decimal(plain)
    return (low is None or value >= low) and (high is None or value <= high)


def _within(value: Decimal, field: Field) -> None:
    low, high = field.minimum, field.maximum
    if low is not None and value < low:
        reason = f"valeur inférieure à {french(low)}"
        raise Refused("valeur_trop_petite", reason, "vérifiez la saisie")
    if high is not None and value > high:
        reason = f"valeur supérieure à {french(high)}"
        raise Refused("valeur_trop_grande", reason, "vérifiez la saisie")
