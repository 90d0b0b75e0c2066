"""Counts of files and lines, made again from what was received."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from pipeline.published.counted import counted
from pipeline.received import Delivery
from pipeline.tallies import OF_PERSONS
from tests.builders import YEAR, gathered, indicator


def balance(file: str, lines: int, repaired: int = 0, ignored: int = 0, aside: int = 0) -> Any:
    kept = lines - repaired - ignored - aside
    return SimpleNamespace(
        file=file, lines=lines, counted=kept, repaired=repaired, ignored=ignored, set_aside=aside
    )


FILES = {"a": "achats", "b": "achats", "s": "sorties", "x": None}
QUALITY: Any = SimpleNamespace(
    files=[SimpleNamespace(path=path, contract=name) for path, name in FILES.items()],
    balances=[
        balance("a", 40, 3, 2, 1),
        balance("b", 7),
        balance("s", 260, 90, 5, 4),
        balance("x", 9, aside=2),
    ],
    deliveries={
        ("p", "achats", YEAR): Delivery.MISSING,
        ("q", "achats", YEAR - 1): Delivery.MISSING,
        ("p", "sorties", YEAR): Delivery.RECEIVED,
    },
    repairs=[SimpleNamespace(name="date", cells=60), SimpleNamespace(name="date", cells=90)],
    ignored=[
        SimpleNamespace(rule="vide", line=3, line_end=5),
        SimpleNamespace(rule="vide", line=9, line_end=9),
    ],
)
CONTRACTS: Any = {
    "achats": SimpleNamespace(is_personal=False),
    "sorties": SimpleNamespace(is_personal=True),
}
BOUGHT = indicator(
    "finances/achats",
    code="FIN-01",
    raw_tables=("achats", "absents"),
    benchmark="4,2 % en 2022, (A)",
)
LEFT = indicator("insertion/sorties", code="INS-01", raw_tables=("achats", "sorties"))


def test_each_origin_says_what_is_counted_and_persons_to_the_hundred() -> None:
    found = counted(QUALITY, CONTRACTS, gathered([BOUGHT, LEFT], []))
    assert {origin: sorted(told) for origin, told in found.items()} == {
        "bilan/fichiers lus": ["4"],
        "bilan/fichiers non reconnus": ["1"],
        "bilan/fichiers non reçus": ["1"],
        "bilan/Lignes lues": ["300", "47"],
        "bilan/comptées telles quelles": ["41"],
        "bilan/réparées et comptées": ["3"],
        "bilan/ignorées par règle": ["2"],
        "bilan/mises de côté": ["1", "5"],
        "bilan/personnes/Lignes lues": ["300"],
        "bilan/personnes/comptées telles quelles": ["200"],
        "bilan/personnes/réparées et comptées": ["100"],
        "bilan/personnes/ignorées par règle": ["100"],
        "bilan/personnes/mises de côté": ["100"],
        "bilan/Réparations/date": ["200"],
        "bilan/Lignes ignorées/vide": ["4"],
        "contrat/achats/fichiers": ["2"],
        "contrat/achats/lignes lues": ["47"],
        "contrat/achats/lignes comptées": ["44"],
        "contrat/achats/mises de côté": ["1"],
        "contrat/sorties/fichiers": ["1"],
        f"contrat/{OF_PERSONS}/fichiers": ["1"],
        f"contrat/{OF_PERSONS}/lignes lues": ["300"],
        f"contrat/{OF_PERSONS}/lignes comptées": ["300"],
        f"contrat/{OF_PERSONS}/mises de côté": ["4"],
        "fichiers/FIN-01": ["2"],
        "lignes gardées/FIN-01": ["44"],
        "lignes lues/FIN-01": ["47"],
        "repere/finances/achats": ["2022", "42"],
        "fichiers/INS-01": ["3"],
    }


def test_without_files_of_persons_lines_are_told_exactly() -> None:
    quality = SimpleNamespace(**{**vars(QUALITY), "files": QUALITY.files[:2]})
    quality.balances = QUALITY.balances[:2]
    found = counted(quality, CONTRACTS, gathered([BOUGHT], []))  # type: ignore[arg-type]
    assert found["bilan/Lignes lues"] == {"47"}
    assert found["bilan/Réparations/date"] == {"150"}
    assert found["bilan/personnes/Lignes lues"] == {"0"}
