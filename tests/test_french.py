"""Numbers and spacing as in French print."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.french import number, plural, quantity, typo


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("1234.5", 1, "1\u202f234,5"),
        ("0.5", 0, "1"),
        ("-3.25", 1, "\u22123,3"),
        ("-0.4", 0, "0"),
        ("1000000", 0, "1\u202f000\u202f000"),
    ],
)
def test_numbers(value: str, decimals: int, expected: str) -> None:
    assert number(Decimal(value), decimals) == expected


def test_a_signed_zero_has_no_sign() -> None:
    assert number(Decimal("0.2"), 0, signed=True) == "0"


def test_a_unit_never_leaves_its_number() -> None:
    assert quantity(62, "%") == "62\u202f%"
    assert quantity(14, "nb") == "14"


def test_units_agree_with_the_number_that_is_printed() -> None:
    told = [quantity(Decimal(n), "pts", 1, signed=True) for n in ("1.94", "1.96", "-2.9")]
    assert quantity(-1, "emplois") == "\u22121\u202femploi"
    assert told == ["+1,9\u202fpt", "+2,0\u202fpts", "\u22122,9\u202fpts"]


def test_the_plural_starts_at_two() -> None:
    words = [plural(Decimal(n), "ligne") for n in ("0", "1", "1.9", "2")]
    assert words == ["ligne", "ligne", "ligne", "lignes"]


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        ("l'emploi : 62 % !", "l’emploi\u00a0: 62\u202f%\u202f!"),
        ("« oui »", "«\u00a0oui\u00a0»"),
        ("12 500 heures ; bien", "12\u202f500 heures\u202f; bien"),
        ("12 162 ETP en 2023, 12 ETPA", "12\u202f162\u202fETP en 2023, 12 ETPA"),
        ("https://exemple.fr", "https://exemple.fr"),
        ("en 2024 125 personnes", "en 2024 125 personnes"),
        ("En %, en €", "En\u00a0%, en\u00a0€"),
        ("Achats (€) : 5 €", "Achats (€)\u00a0: 5\u202f€"),
        ("0,69\u202f€/€", "0,69\u202f€/€"),
        ("décret n° 2015, article L. 541-1", "décret n°\u00a02015, article\u00a0L.\u00a0541-1"),
    ],
)
def test_french_spacing(raw: str, printed: str) -> None:
    assert typo(raw) == printed
