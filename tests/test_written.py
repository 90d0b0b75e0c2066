"""A number beside the figures stands, with its words, in a text that somebody wrote before."""

from __future__ import annotations

import pytest

from pipeline.published.words import numbers, words
from pipeline.published.written import Written, written

TEXTS = [
    "Cent trente personnes visent 86 885 ETP en France, fin 2021.",
    "Repère : 42,7 % des sorties ; deux ateliers sur le canal",
    "Achats (60) · Cerfa 15059",
]


def told(text: str) -> list[str]:
    """The words that tell a number."""
    found = words(text)
    return [found[rank] for rank in numbers(found)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("La Boucle : 3 pers.", ["3"]),
        ("trois, Deux-cents, VINGT", ["trois", "deux", "vingt"]),
        ("une seule personne, un salarié, une femme", ["une", "un", "une"]),
        ("une structure, un an, personne", []),
        ("³ ③ Ⅲ ３ ٣ ½", ["3", "3", "3", "3", "٣", "1⁄2"[:1], "2"]),
        ("tr\u200bois tro\u00adis", ["trois", "trois"]),
        ("3pers", ["3pers"]),
        ("12 %, 1\u202f234,5 et 3/4", ["12", "1", "234,5", "3/4"]),
        ("INS-12, S3, graphique 3, ODD 8.5, version 70.0, tCO₂e, 2025, 01/02/2014", []),
        ("sha 31d130b2 et 5ee01887101cb932", []),
        ("3. Le canal", []),
        ("la moitié, un tiers, une douzaine, zéro", ["moitié", "tiers", "douzaine", "zéro"]),
    ],
)
def test_a_number_is_told_in_many_forms(text: str, found: list[str]) -> None:
    assert told(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "visent 86\u202f885 ETP en France",
        "86 885 ETP",
        "Objectif : 42,7\xa0% des sorties",
        "deux ateliers sur",
        "Achats (60)",
        "Poste : achats : 60",
        "cerfa 15059",
        "sans nombre",
    ],
)
def test_what_was_written_may_be_said_again(text: str) -> None:
    assert not list(written(TEXTS).strangers(text))


@pytest.mark.parametrize(
    "text",
    [
        "visent 87 885 ETP",
        "visent 86 personnes en France",
        "La Boucle : 60",
        "La Boucle : deux ateliers",
        "ETP : 2",
        "60",
        "15059 Cerfa",
        "deux",
        "sur\n42,7",
    ],
)
def test_the_same_number_between_other_words_is_a_stranger(text: str) -> None:
    assert list(written(TEXTS).strangers(text))


def test_nothing_is_known_of_nobody() -> None:
    assert list(Written().strangers("86 885 ETP en France"))
