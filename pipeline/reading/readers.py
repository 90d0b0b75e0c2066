"""One cell: from the text a person typed to the canonical text of its type, or a refusal."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from pipeline.contracts import Field
from pipeline.reading.cleaning import Repairs, tidy
from pipeline.reading.dates import FIRST_YEAR, LAST_YEAR, read_date, read_month
from pipeline.reading.numerals import read_number
from pipeline.reading.refusals import Refused
from pipeline.reading.words import fold, unaccented

INSEE_LENGTH = 5
MOST_VALUES = 6  # of an enumeration, in a message

_EXPONENT = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")

Parser = Callable[[str], tuple[str, Repairs]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell once read: `text` is canonical ("" when absent) unless `refusal` says why not."""

    text: str
    repairs: Repairs = ()
    refusal: Refused | None = None


def cell_reader(
    field: Field, missing: Collection[str], members: Mapping[str, str] | None = None
) -> Callable[[str], Cell]:
    """A reader that remembers: the same text of one column is worked out once.

    `members`, for a column that names a structure: identifiers by folded identifier or name.
    """
    parse = _parser(field) if members is None else _member_parser(members)
    known = set(field.enum or ())

    @cache
    def read(text: str) -> Cell:
        try:
            clean, repairs = tidy(text)
            if clean in missing and clean not in known:
                return Cell("", _absence(field, clean))
            canonical, more = parse(clean)
        except Refused as refused:
            return Cell("", (), refused.with_traceback(None))
        return Cell(canonical, (*repairs, *more))

    return read


def _absence(field: Field, marker: str) -> Repairs:
    if field.required:
        raise Refused(
            "valeur_absente",
            "valeur obligatoire absente",
            f"renseignez « {field.title} »",
        )
    return (f"absence notée {marker}",) if marker else ()


def _parser(field: Field) -> Parser:
    parsers: Mapping[str, Callable[[str, Field], tuple[str, Repairs]]] = {
        "number": _number,
        "integer": _integer,
        "year": _year,
        "date": _date,
        "yearmonth": _month,
    }
    if field.type == "boolean":
        return _choice(
            dict.fromkeys(field.true_values, "true") | dict.fromkeys(field.false_values, "false"),
            {},
            "écrivez oui ou non",
            named=False,
        )
    if field.enum:
        values = {value: value for value in field.enum}
        remedy = f"valeurs admises : {_listed(field.enum)}"
        return _choice(values, field.labels or {}, remedy, named=True)
    parse = parsers.get(field.type, _string)
    return lambda text: parse(text, field)


def _listed(values: Sequence[str]) -> str:
    """All the values when they are few, else the first ones: the contract has the others."""
    shown = ", ".join(values[:MOST_VALUES])
    return shown if len(values) <= MOST_VALUES else f"{shown}… ({len(values)} dans le contrat)"


def _member_parser(members: Mapping[str, str]) -> Parser:
    def read(text: str) -> tuple[str, Repairs]:
        found = members.get(fold(text), text)
        return found, () if found == text else ("nom de structure remplacé par son identifiant",)

    return read


def _choice(
    values: Mapping[str, str], labels: Mapping[str, str], remedy: str, *, named: bool
) -> Parser:
    """A closed list, compared without case, accents nor kind of space; never guessed.

    Spellings that two values share (`CDD6+`, `cdd6 +`) are left out of the comparison.
    """
    alike: dict[str, set[str]] = {}
    for value, result in values.items():
        alike.setdefault(_blur(value), set()).add(result)
        if label := labels.get(value):
            alike.setdefault(_blur(label), set()).add(result)

    def read(text: str) -> tuple[str, Repairs]:
        if text in values:
            return values[text], ()
        found = alike.get(_blur(text), set())
        if len(found) != 1:
            raise Refused("valeur_inconnue", "valeur absente de la liste", remedy)
        result = min(found)
        if not named:
            return result, ()
        is_spelling = _blur(text) == _blur(result)
        return result, ("majuscules ou accents d'une valeur" if is_spelling else "libellé codé",)

    return read


def _blur(text: str) -> str:
    return re.sub(r"[\s_'’/-]+", "_", unaccented(text))


def _string(text: str, field: Field) -> tuple[str, Repairs]:
    if not field.pattern or re.fullmatch(field.pattern, text):
        return text, ()
    for candidate, repair in (
        (text.zfill(INSEE_LENGTH) if len(text) == INSEE_LENGTH - 1 else "", "zéro initial rétabli"),
        (text.replace(" ", ""), "espaces superflus"),
        (text.upper(), "majuscules ou accents d'une valeur"),
    ):
        if re.fullmatch(field.pattern, candidate):
            return candidate, (repair,)
    if _EXPONENT.fullmatch(text):
        raise Refused(
            "chiffres_perdus",
            "identifiant en notation scientifique : des chiffres sont perdus",
            "mettez la colonne au format Texte dans le tableur et ressaisissez l'identifiant",
        )
    example = f", par exemple {field.example}" if field.example else ""
    raise Refused(
        "forme_inattendue", "forme inattendue", f"écrivez « {field.title} » en entier{example}"
    )


def _number(text: str, field: Field) -> tuple[str, Repairs]:
    value, repairs = read_number(text, field.name)
    _within(value, field)
    return f"{value:f}", repairs


def _integer(text: str, field: Field) -> tuple[str, Repairs]:
    value, repairs = read_number(text, field.name)
    if value != value.to_integral_value():
        raise Refused("entier_attendu", "nombre entier attendu", "écrivez un nombre sans virgule")
    _within(value, field)
    if not text.lstrip("-").isdigit() and not repairs and ("," in text or "." in text):
        repairs = ("décimales nulles retirées",)
    return f"{int(value)}", repairs


def _year(text: str, field: Field) -> tuple[str, Repairs]:
    if not re.fullmatch(r"\d{4}", text, re.ASCII) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise Refused("annee_illisible", "ce n'est pas une année", "écrivez quatre chiffres")
    _within(Decimal(text), field)
    return text, ()


def _date(text: str, _field: Field) -> tuple[str, Repairs]:
    day, repairs = read_date(text)
    return day.isoformat(), repairs


def _month(text: str, _field: Field) -> tuple[str, Repairs]:
    day, repairs = read_month(text)
    return day.isoformat(), repairs


def _within(value: Decimal, field: Field) -> None:
    low, high = field.minimum, field.maximum
    if low is not None and value < Decimal(str(low)):
        raise Refused("valeur_trop_petite", f"valeur inférieure à {low}", "vérifiez la saisie")
    if high is not None and value > Decimal(str(high)):
        raise Refused("valeur_trop_grande", f"valeur supérieure à {high}", "vérifiez la saisie")
