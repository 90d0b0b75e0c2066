"""A column in French words: what to type in it."""

from __future__ import annotations

from decimal import Decimal

from pipeline.french import number, plural
from pipeline.table_schema import Field

MOST_VALUES = 6  # of a list, in one sentence

_TYPES = {
    "string": "un texte",
    "integer": "un nombre entier",
    "number": "un nombre",
    "boolean": "oui ou non",
    "date": "une date, JJ/MM/AAAA",
    "yearmonth": "un mois, AAAA-MM",
    "year": "une année sur quatre chiffres",
}
SHORT_TYPES = {
    "string": "texte",
    "integer": "nombre entier",
    "number": "nombre",
    "boolean": "oui ou non",
    "date": "date",
    "yearmonth": "mois",
    "year": "année",
}


def expected(field: Field) -> str:
    """What a cell of this column holds, as part of a sentence: `un nombre, 0 au moins`."""
    if field.enum:
        values = ", ".join(field.enum[:MOST_VALUES])
        rest = len(field.enum) - MOST_VALUES
        return f"une de ces valeurs : {values}" + (f"… et {rest} de plus" if rest > 0 else "")
    text = _TYPES[field.type] + bounds(field)
    if field.type == "boolean":
        return text
    return f"{text}, par exemple {shown_example(field)}" if field.example else text


def bounds(field: Field) -> str:
    """`, de 0 à 100`, `, 0 au moins`, `, 60 au plus`, or nothing."""
    low, high = _limit(field, field.minimum), _limit(field, field.maximum)
    if low and high:
        return f", de {low} à {high}"
    if low:
        return f", {low} au moins"
    return f", {high} au plus" if high else ""


def _limit(field: Field, limit: Decimal | None) -> str:
    if limit is None:
        return ""
    if field.name.startswith("annee"):
        return f"{limit:f}"
    exponent = limit.normalize().as_tuple().exponent
    return number(limit, -exponent if isinstance(exponent, int) and exponent < 0 else 0)


def shown_example(field: Field) -> str:
    """The example of the contract as a French spreadsheet shows it."""
    if field.type == "date" and field.example[4:5] == "-":
        year, month, day = field.example.split("-")
        return f"{day}/{month}/{year}"
    if field.type == "number":
        return field.example.replace(".", ",")
    return field.example


def who_and_when(expected_from: str, *, has_year: bool) -> str:
    """Who sends a file and how often."""
    who = {
        "structure": "chaque structure membre du pôle",
        "siae": "chaque structure d'insertion (SIAE) du pôle",
        "pole": "la structure porteuse, pour tout le pôle",
        "selon_activite": "les structures que cette activité concerne, dès leur premier envoi",
    }[expected_from]
    return f"{who} ; {'une fois par an' if has_year else 'tenu à jour, renvoyé chaque année'}"


def counted(count: int, singular: str, several: str | None = None) -> str:
    """`3 lignes`, `1 fichier`."""
    return f"{number(count)} {plural(count, singular, several)}"
