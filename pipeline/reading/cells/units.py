"""The unit that a column asks for, and those that people write behind a number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from pipeline.contracts import Field
from pipeline.reading.words import unaccented

ELSEWHERE = "?"  # another column tells the unit: none may be written beside the number

# For each unit of a column, what may be written beside a number and how many of the unit it is.
# Only 1 is read; the others make a suggestion.
_SPELLINGS: Mapping[str, Mapping[str, str]] = {
    "€": {
        "1": "€ eur euro euros €_ht eur_ht euros_ht",
        "1000": "k€ keur keuros k_€ k_euros milliers_d'euros milliers_€ milliers",
        "1000000": "m€ meur m_€ millions_d'euros millions",
        "0.01": "centime centimes",
    },
    "%": {"1": "% pct pourcent pour_cent", "0.1": "‰"},
    "kg": {
        "1": "kg kgs kilo kilos kilogramme kilogrammes",
        "1000": "t tonne tonnes",
        "0.001": "g gr gramme grammes",
    },
    "t": {"1": "t tonne tonnes", "0.001": "kg kgs kilo kilos kilogrammes"},
    "m²": {
        "1": "m2 metre_carre metres_carres",
        "10000": "ha hectare hectares",
        "100": "are ares",
        "1000000": "km2",
    },
    "m³": {"1": "m3 metre_cube metres_cubes", "0.001": "l litre litres"},
    "L": {"1": "l litre litres", "1000": "m3", "100": "hl", "0.01": "cl"},
    "kWh": {"1": "kwh", "1000": "mwh", "1000000": "gwh", "0.001": "wh"},
    "MWh": {"1": "mwh", "0.001": "kwh", "1000": "gwh"},
    "km": {"1": "km kms kilometre kilometres", "0.001": "m metre metres"},
    "h": {"1": "h heure heures hrs"},
    "mois": {"1": "mois", "12": "an ans annee annees"},
    "jours": {"1": "j jour jours"},
    "ans": {"1": "an ans"},
    "ETP": {"1": "etp"},
}
_FACTORS = {
    unit: {
        name.replace("_", " "): Decimal(factor)
        for factor, names in spellings.items()
        for name in names.split()
    }
    for unit, spellings in _SPELLINGS.items()
}
_LAST_WORDS = {
    "eur": "€", "euro": "€", "euros": "€", "pct": "%", "pourcent": "%", "pourcentage": "%",
    "kg": "kg", "t": "t", "tonnes": "t", "m2": "m²", "m3": "m³", "l": "L", "litres": "L",
    "kwh": "kWh", "mwh": "MWh", "km": "km", "h": "h", "heures": "h", "heure": "h",
    "mois": "mois", "jours": "jours", "ans": "ans",
}  # fmt: skip
_WORDS = (
    (ELSEWHERE, "quantite|qte"),
    ("€", "eur|euros|salaire|montant|prix|cout|recette|loyer|tarif|taux_horaire"),
    ("%", "taux|pct|part|pourcentage|percent|percentage"),
    ("h", "heures?|hours?"),
    ("ETP", "etp"),
    ("kg", "poids|masse"),
)
_TOLD = (
    ("€", r"\ben euros?\b|\(€\)"),
    ("%", r"\ben %|\bpourcentage\b|\bpour cent\b|\(%\)"),
    ("kg", r"\ben kg\b|\ben kilogrammes\b|\(kg\)"),
    ("t", r"\ben tonnes\b|\(t\)"),
    ("m²", r"\bmetres? carres?\b|\(m2\)"),
    ("m³", r"\bmetres? cubes?\b|\(m3\)"),
    ("km", r"\ben km\b|\ben kilometres\b|\(km\)"),
    ("kWh", r"\ben kwh\b|\(kwh\)"),
    ("h", r"\ben heures\b|\(h\)|^(?:dont |nombre d')?heures\b"),
)


@cache
def unit_of_words(name: str, text: str) -> str:
    """The unit that a column's name says, else its title and description; "" when none does."""
    lowered = unaccented(name)
    last = lowered.split("_")[-1]
    if last in _LAST_WORDS:
        return _LAST_WORDS[last]
    for unit, words in _WORDS:
        if re.search(rf"(?:^|_)(?:{words})(?:_|$)", lowered):
            return unit
    plain = unaccented(text)
    return next((unit for unit, pattern in _TOLD if re.search(pattern, plain)), "")


def unit_of(field: Field) -> str:
    """The unit of a column of numbers, "" when the contract says none."""
    return unit_of_words(field.name, f"{field.title} {field.description}")


def factor(typed: str, unit: str) -> Decimal | None:
    """How many `unit` make one of the unit `typed` by a person; None when nobody can tell."""
    return _FACTORS.get(unit, {}).get(unaccented(typed).rstrip("."))
