"""What a Table Schema from elsewhere asks of a value once it is read."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from pipeline.reading.refusals import Refused
from pipeline.reading.single.structured import size
from pipeline.table_schema import Field, Outside

_CHECK = "vérifiez la saisie"


def check(text: str, field: Field, rules: Outside, allowed: Collection[str]) -> None:
    """The constraints that the usual reader does not know, on the canonical text."""
    if allowed and text not in allowed:
        listed = ", ".join(sorted(allowed))
        raise Refused(
            "valeur_inconnue", "valeur absente de la liste", f"valeurs admises : {listed}"
        )
    if (
        field.pattern
        and (field.type != "string" or rules.kind)
        and not re.fullmatch(field.pattern, text)
    ):
        raise Refused("forme_inattendue", "forme inattendue", f"corrigez « {field.title} »")
    length = size(text, rules.kind)
    if length < rules.min_length:
        raise Refused(
            "texte_trop_court",
            f"texte de moins de {rules.min_length} caractères",
            "complétez la valeur",
        )
    if length > rules.max_length:
        raise Refused(
            "texte_trop_long",
            f"texte de plus de {rules.max_length} caractères",
            "raccourcissez la valeur",
        )
    if rules.form and not re.fullmatch(rules.form, text):
        raise Refused("forme_inattendue", "forme inattendue", f"corrigez « {field.title} »")
    is_late = bool(rules.last) and text[: len(rules.last)] > rules.last
    if is_late or (rules.first and text < rules.first):
        raise Refused("date_hors_bornes", "date hors des bornes du schéma", "vérifiez la date")
    _within(text, field)
    _strictly_within(text, field, rules)


def _within(text: str, field: Field) -> None:
    low, high = field.minimum, field.maximum
    if low is not None and Decimal(text) < low:
        raise Refused("valeur_trop_petite", f"valeur inférieure à {low}", "vérifiez la saisie")
    if high is not None and Decimal(text) > high:
        raise Refused("valeur_trop_grande", f"valeur supérieure à {high}", "vérifiez la saisie")


def _strictly_within(text: str, field: Field, rules: Outside) -> None:
    is_number = field.type in ("number", "integer", "year")
    low: str | Decimal = Decimal(rules.above) if is_number and rules.above else rules.above
    high: str | Decimal = Decimal(rules.below) if is_number and rules.below else rules.below
    value: Any = Decimal(text) if is_number else text
    if low != "" and value <= low:
        raise Refused("valeur_trop_petite", f"valeur qui n'est pas supérieure à {low}", _CHECK)
    if high != "" and value >= high:
        raise Refused("valeur_trop_grande", f"valeur qui n'est pas inférieure à {high}", _CHECK)
