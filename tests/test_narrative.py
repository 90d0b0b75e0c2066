"""Sentences agree, state what is printed, and judge by the written rules."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.comparison import Trend, Verdict, change, verdict
from pipeline.model import CellKey, Figure, Indicator, State, Target
from pipeline.narrative import enumeration, headline, sentence, tally
from tests.builders import indicator, share

PERSONS = indicator(subject="le nombre de salariés en insertion")
RATE = share(subject="le taux de sorties dynamiques")
HOURS = indicator(
    "insertion/heures", subject="les heures de formation", agreement="fp", unit="h", sensitivity=0
)


def figure(
    head: Indicator, value: str | None, year: int = 2025, state: State = State.VALUE
) -> Figure:
    return Figure(CellKey(head.id, year), state, None if value is None else Decimal(value))


def target(head: Indicator, value: str) -> Target:
    return Target(head.id, None, Decimal(value), "essai", "propre")


@pytest.mark.parametrize(
    ("head", "before", "after", "expected"),
    [
        (RATE, "57", "62", "+5\u202fpts"),
        (RATE, "57", "57", "stable"),
        (PERSONS, "171", "187", "+9\u202f%"),
        (PERSONS, "187", "171", "\u22129\u202f%"),
        (PERSONS, "200", "203", "non concluant"),
        (PERSONS, "17", "21", "non concluant"),
        (PERSONS, "17", "22", "+5"),
    ],
)
def test_a_change_is_in_points_in_per_cent_or_in_number(
    head: Indicator, before: str, after: str, expected: str
) -> None:
    moved = change(head, figure(head, before, 2024), figure(head, after))
    assert moved is not None
    assert moved.text == expected


def test_no_change_is_told_from_a_hidden_year() -> None:
    hidden = figure(PERSONS, None, 2024, State.HIDDEN)
    assert change(PERSONS, hidden, figure(PERSONS, "12")) is None


@pytest.mark.parametrize(
    ("value", "goal", "expected"),
    [
        ("62", "60", Verdict.REACHED),
        ("60", "60", Verdict.REACHED),
        ("57", "60", Verdict.NEAR),
        ("56", "60", Verdict.MISSED),
    ],
)
def test_a_verdict_follows_the_written_rule(value: str, goal: str, expected: Verdict) -> None:
    assert verdict(RATE, figure(RATE, value), target(RATE, goal)) is expected


def test_lower_is_better_where_the_head_says_so() -> None:
    head = indicator("environnement/energie", direction="baisse", unit="kWh", sensitivity=0)
    assert verdict(head, figure(head, "90"), target(head, "100")) is Verdict.REACHED
    assert verdict(head, figure(head, "120"), target(head, "100")) is Verdict.MISSED


def test_a_headline_names_the_side_of_the_target() -> None:
    told = headline(RATE, figure(RATE, "57", 2024), figure(RATE, "62"), target(RATE, "60"))
    assert told == (
        "Le taux de sorties dynamiques atteint 62\u202f%, au‑dessus de l’objectif de\u00a060\u202f%"
    )


def test_a_plural_subject_has_plural_verbs() -> None:
    series = (figure(HOURS, "900", 2023), figure(HOURS, "1000", 2024), figure(HOURS, "1500"))
    assert sentence(HOURS, series, None) == (
        "Les heures de formation passent de 1\u202f000 à 1\u202f500\u00a0heures en un an ; "
        "en 2023, elles étaient de\u00a0900\u00a0heures."
    )


def test_one_person_is_singular_and_zero_too() -> None:
    told = [headline(PERSONS, figure(PERSONS, None, 2024), figure(PERSONS, n), None) for n in "019"]
    assert [line.rpartition("\u00a0")[2] for line in told] == ["personne", "personne", "personnes"]


def test_a_hidden_figure_is_said_to_be_hidden() -> None:
    series = (figure(RATE, "50", 2024), figure(RATE, None, 2025, State.HIDDEN))
    assert sentence(RATE, series, None) == (
        "Le taux de sorties dynamiques est masqué pour protéger les personnes."
    )


def test_an_amount_is_hidden_for_the_structures_that_make_it() -> None:
    income = replace(RATE, unit="€", sensitivity=0, subject="le total des produits")
    series = (figure(income, "50", 2024), figure(income, None, 2025, State.HIDDEN))
    told = "Le total des produits est masqué pour protéger les structures"
    assert sentence(income, series, None) == f"{told}."
    assert headline(income, *series, None) == told


def test_what_was_not_sent_is_said_in_agreement() -> None:
    missing = (figure(RATE, "50", 2024), figure(RATE, None, 2025, State.MISSING))
    parts = replace(RATE, subject="les émissions", agreement="fp")
    costs = replace(RATE, subject="les coûts", agreement="mp")
    assert headline(parts, *missing, None) == "Les émissions n’ont pas été transmises"
    assert headline(costs, *missing, None) == "Les coûts n’ont pas été transmis"


def test_only_what_is_printed_alike_is_called_stable() -> None:
    moved = [change(RATE, figure(RATE, n), figure(RATE, "62")) for n in ("61.4", "61.6")]
    assert [one and one.trend for one in moved] == [Trend.UNCLEAR, Trend.STABLE]  # 61, then 62


def test_a_change_within_the_noise_gives_both_values_and_concludes_nothing() -> None:
    head = indicator(subject="le nombre d'actions", unit="nb", sensitivity=0)
    series = (figure(head, "8", 2023), figure(head, "17", 2024), figure(head, "21"))
    assert sentence(head, series, target(head, "20")) == (
        "Le nombre d'actions s’établit à 21 (17 en 2024, écart trop faible pour conclure), "
        "au‑dessus de l’objectif de\u00a020 ; en 2023, il était de\u00a08."
    )
    assert headline(head, *series[1:], None) == "Le nombre d'actions s’établit à 21"


def test_values_are_listed_in_one_sentence() -> None:
    broken = replace(RATE, breaks={"2025": "la liste a changé"})
    told = [
        (PERSONS, figure(PERSONS, "140", 2024), figure(PERSONS, "187")),
        (RATE, figure(RATE, "61.4", 2024), figure(RATE, "62")),
        (broken, figure(broken, "40", 2024), figure(broken, "62")),
    ]
    assert enumeration(told, 2025) == (
        "En 2025, le nombre de salariés en insertion s’établit à 187\u00a0personnes (140 en 2024), "
        "le taux de sorties dynamiques à 62\u202f% (61\u202f% en 2024, non concluant) "
        "et le taux de sorties dynamiques à 62\u202f%."
    )
    assert enumeration([], 2025) == ""
    same = [(RATE, figure(RATE, "62", 2024), figure(RATE, "62"))]
    assert "s’établit à 62\u202f%, comme en 2024." in enumeration(same, 2025)


def test_the_verdicts_of_the_key_figures_are_counted_in_words() -> None:
    reached, missed, none = Verdict.REACHED, Verdict.MISSED, Verdict.NONE
    assert tally([reached, missed, none, reached]) == (
        "Sur 3\u00a0chiffres clés qui ont un objectif, "
        "2\u00a0l’atteignent et 1\u00a0ne l’atteint pas."
    )
    assert tally([none]) == ""
