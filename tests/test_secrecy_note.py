"""The annex says which rules are in force, what they hid, and never which mask is which."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.compose.material import Source
from pipeline.compose.secrecy import ALIKE, compose_secrecy
from pipeline.model import CellKey
from pipeline.protecting.reasons import PROTECTS, RATE
from pipeline.secrecy.rules import FEW, SMALL, UNIFORM
from tests.test_compose import PERSONS, plan, source


def with_figures(**changes: Any) -> Source:
    """Twelve figures, nine of them about persons; two of these are hidden, one for the pole."""
    given = source(hidden=(CellKey(PERSONS.id, 2024), CellKey(PERSONS.id, 2025, "b")))
    return replace(given, figures=replace(given.figures, **changes))


def test_what_was_merged_is_told_with_its_codes() -> None:
    head = replace(
        PERSONS,
        categories={"a": "Un", "b": "Deux", "ab": "Un ou Deux", "c": "Trois"},
        relations=("personnes.ab = personnes.a + personnes.b",),
    )
    given = with_figures(indicators={PERSONS.id: head})
    tables = {
        CellKey(PERSONS.id, 2025, "a", "a").table: frozenset({"ab", "c"}),
        CellKey(PERSONS.id, 2025, "", "a").table: frozenset[str](),
    }
    policy = compose_secrecy(plan(), replace(given, figures=replace(given.figures, told=tables)))
    assert (
        "à l’échelon au-dessus : sans ses modalités, INS-01 ; par modalités réunies en "
        "« un ou deux », INS-01 par structure."
    ) in " ".join(policy.policy)


def test_the_note_says_what_rows_count_and_whose_numbers_the_texts_hold() -> None:
    policy = " ".join(compose_secrecy(plan(), with_figures()).policy)
    assert "fichiers de personnes sont comptées tous fichiers réunis" in policy
    assert "n’est située que pour la structure qui l’a remis" in policy


def test_the_log_counts_what_each_table_lost() -> None:
    told = compose_secrecy(plan(), with_figures())
    assert [(row.label, row.cells) for row in told.tables.rows] == [
        ("Personnes", ("4", "2", "0", "33\u202f%"))
    ]
    assert "2 chiffres sur 9 (22\u202f%) ne sont pas imprimés" in told.cost
    assert "pour le pôle entier, 1 sur 6 (16\u202f%)" in told.cost


def test_an_indicator_of_the_attached_file_alone_is_counted_with_the_others() -> None:
    nothing_printed = replace(plan(), chapters=(), funder=replace(plan().funder, chiffres_cles=()))
    (row,) = compose_secrecy(nothing_printed, with_figures()).tables.rows
    assert (row.label, row.cells) == ("Autres, dans le fichier joint", ("7", "2", "0", "22\u202f%"))


def test_the_rules_are_counted_over_many_masks_only() -> None:
    """Of two masks, "one for few enterprises" would half undo them; a rare rule has no name."""
    assert not compose_secrecy(plan(), with_figures(masks={SMALL: 2})).rules
    told = compose_secrecy(plan(), with_figures(masks={RATE: 60, FEW: 4})).rules
    assert told == f"Par règle : {RATE}, 60 ; autres règles, 4."


def test_nobody_is_told_how_many_of_the_masks_hide_a_small_count() -> None:
    """Of 60 masks all said to be under the threshold, two that add up to 8 would be two fours."""
    for masks in ({SMALL: 60}, {SMALL: 40, PROTECTS: 20}, {SMALL: 40, PROTECTS: 10, UNIFORM: 10}):
        (told,) = {compose_secrecy(plan(), with_figures(masks=masks)).rules}
        assert told == f"Par règle : {ALIKE}, 60."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"threshold": 11}, "moins de 11 personnes"),
        ({"is_strict": True}, "ne le peut pas davantage. Plusieurs"),
        ({"is_strict": False}, "protège du public, non de ses membres"),
        ({"agreed": None}, "Les structures acceptent"),
        ({"agreed": frozenset({"a"})}, "que si elle l’accepte (1 l’ont fait)"),
    ],
)
def test_the_note_follows_the_policy_in_force(changes: dict[str, Any], said: str) -> None:
    assert said in " ".join(compose_secrecy(plan(), with_figures(**changes)).policy)
