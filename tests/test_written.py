"""A number beside the figures stands, with its words, in a text that somebody wrote before."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.model import Aggregate, CellKey
from pipeline.published.words import numbers, words
from pipeline.published.written import Written, of_edition, of_program, written
from tests.builders import YEAR, gathered, indicator

TEXTS = [
    "Cent trente personnes visent 86 885 ETP en France, fin 2021.",
    "Repère : 42,7 % des sorties ; deux ateliers sur le canal",
    "Achats (60) · Cerfa 15059",
]


PLAIN = {"c": "Canal", "d": "Les Deux Rives", "e": "44"}  # a number by itself is no name
NESTED = {f"f{n}": "Ferme 3" + n * " Nord" for n in range(5)}


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
        (
            "troisième, deuxièmes, vingtième ; centième, prochaine",
            ["troisième", "deuxièmes", "vingtième"],
        ),
        (
            "Phase II, vii, XIX, IV, ix ; i, v, xi, il, vil, six",
            ["ii", "vii", "xix", "iv", "ix", "xi", "six"],
        ),
        ("三 ½", ["三", "1", "2"]),
        ("••• et * * et ●●●● et 🚲🚲", ["٣", "٢", "٤", "٢"]),
        ("IIII aaa nnnn à louer, www", ["٤", "٣", "٤"]),
        ("Canal\xa0\xa0\xa0! Et\u202f\u202f, a\u200b\u200b\u200b", ["٣", "٢", "٣"]),
        ("a\u0301\u0301", ["٢"]),
        ("le CCAS, l'AAH, aa et les Oost ; les pressées créées", []),
        ("● reçu, ○ manquant ; a, b, c ; ..., // -- « « » » ||", []),
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
        "Formulaire : cerfa 15059",
        "Objectif : 86 885 ETP",
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


@pytest.mark.parametrize(
    ("before", "text", "is_stranger"),
    [
        ("Objectif atteint : 12 personnes", "12 personnes", True),  # two words, not the last
        ("fermé depuis 31 ans", "Ouvert depuis 31", True),
        ("ouvert depuis 31 ans", "Ouvert depuis 31", False),
        ("Durée : 12 mois au plus", "Durée : 12 mois", False),
        ("Âge : 12 mois au plus", "Durée : 12 mois", True),
        ("le paquet jinja2 fait les pages", "jinja2", False),  # a name by itself
    ],
)
def test_the_words_before_and_after_a_number_are_read(
    before: str, text: str, *, is_stranger: bool
) -> None:
    assert bool(list(written([before]).strangers(text))) == is_stranger


def test_nothing_is_known_of_nobody() -> None:
    assert list(Written().strangers("86 885 ETP en France"))


def test_an_edition_may_repeat_its_own_names_and_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.published.written.of_program", Written)
    (tmp_path / "textes").mkdir()
    (tmp_path / "pole.toml").write_text("ouvert depuis 31 ans déjà", encoding="utf-8")
    (tmp_path / "textes" / "mot.md").write_text("avec 32 arbres plantés", encoding="utf-8")
    (tmp_path / "dossier.toml").mkdir()
    quality: Any = SimpleNamespace(
        structures={"a": "Les 33 ateliers réunis", "b": "L'Orangerie 2000", **PLAIN, **NESTED},
        files=[SimpleNamespace(path="depots 34 fichiers recus", sheet="feuille 35 du classeur")],
        faults=[
            SimpleNamespace(
                file="liste 36 des oublis",
                cause="Ligne 37 sans date",
                remedy="Gardez 38 lignes entières",
            )
        ],
    )
    head = indicator("theme/suivi 39 mois apres", iris="OI 40 bis", categories={"de 41 ans": "x"})
    cell = Aggregate(CellKey(head.id, YEAR, "", "plus 42 mois entiers"))
    pole: Any = SimpleNamespace(name="Régie 93", territory="le 1er canton")
    own = of_edition(tmp_path, pole, quality, gathered([head], [cell]))
    said = (
        "depuis 31 ans", "avec 32 arbres", "Les 33 ateliers", "depots 34 fichiers",
        "feuille 35 du", "liste 36 des", "Ligne 37 sans", "Gardez 38 lignes", "suivi 39 mois",
        "OI 40 bis", "de 41 ans", "plus 42 mois",
    )  # fmt: skip
    assert [text for text in said if list(own.strangers(text))] == []
    assert list(own.strangers("Les 43 ateliers"))
    named = "La part de Régie 93 dans le 1er canton baisse ; chez Les 33\nateliers réunis aussi"
    assert not list(own.strangers(named))
    assert own.without_names("L’Orangerie 2000 17") == "  17"
    assert own.without_names("Les Deux Rives et Canal, 17") == "  et Canal, 17"
    for name in NESTED.values():
        assert own.without_names(f"{name}, 17") == " , 17", "the longest name that stands there"
    assert list(own.strangers("La part de Régie 93 est de 44 salariés")) == ["44"]
    assert list(own.strangers("La part de Régie 931 baisse")) == ["931"]


def test_the_program_says_what_its_own_files_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.published.written.PROGRAM", ("pyproject.toml",))
    assert not list(of_program().strangers("line-length = 100"))
    assert list(of_program().strangers("line-length = 101"))


def test_what_the_bench_says_of_its_poles_is_said_of_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pipeline.published.written.PROGRAM", ("pipeline/bench/poles.py",))
    assert list(of_program().strangers("modalité d'une seule personne")) == ["une"]
