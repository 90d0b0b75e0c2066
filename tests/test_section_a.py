"""The rows of section A of the domain, in `section_a.csv`: each has its file, its test, its place.

`iris` with ≈ is the nearest indicator, not the same one. `place` is `page` for what the
demonstration report prints, `annexe` for what its annex and the attached file alone tell (a table
that secrecy would mask nearly whole), `interne` for what rule 12 keeps out of every page.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.plan import load_plan
from tests.cases import ROOT, Row, queries, read_csv

ROWS = read_csv(Path(__file__).parent / "section_a.csv")
# Indicators that answer a rule of A.0, or a chart, and are no row of the catalogue.
BESIDE = {
    "cooperation/liens_cooperation",  # the pairs behind the density
    "finances/budget_prevu",  # the budget account by account, which the Cerfa asks for
    "finances/budget_realise",
    "finances/financements_par_type",
    "finances/produits_par_nature",
    "gouvernance/participation_instances",  # the meetings of each body
    "gouvernance/reunions_instances",
    "insertion/etp_par_mesure",  # A.0, rule 6: the type of measure is always shown
    "insertion/taux_sorties_par_mesure",
}


def line(row: Row) -> str:
    return "-".join(filter(None, (row["id"], row["indicateur"].rpartition("/")[2])))


every_row = pytest.mark.parametrize("row", ROWS, ids=line)


@every_row
def test_a_row_has_its_file_its_case_and_its_head(row: Row) -> None:
    head = queries().indicators[row["indicateur"]]
    assert (ROOT / "tests" / "indicators" / row["indicateur"] / "attendu.csv").is_file()
    assert (head.unit, head.direction) == (row["unite"], row["sens"])
    assert set(row["odd"].split()) <= set(head.sdg)
    assert set(re.findall("[A-Z]{2}[0-9]{4}", row["iris"])) <= set(
        re.findall("[A-Z]{2}[0-9]{4}", head.iris)
    )
    assert ("≈" in row["iris"]) == ("≈" in head.iris)
    assert head.sensitivity >= int(row["p"])
    assert set(row["modalites"].split()) <= set(head.categories)
    assert head.limits
    assert head.source


@every_row
def test_a_row_stands_in_the_demonstration_report(row: Row) -> None:
    """Its categories too, where the row asks for them: a table or a chart draws them one by one."""
    chapters = load_plan("general", queries().indicators).chapters
    printed = {i for chapter in chapters for i in chapter.indicators()}
    assert (row["indicateur"] in printed) == (row["place"] in {"page", "annexe"})
    for category in row["modalites"].split() if row["place"] == "page" else ():
        places = (
            row["indicateur"] in (*chapter.tableaux.modalites, *chapter.tableaux.croises)
            or f"{row['indicateur']}.{category}" in chapter.tableaux.annees
            or any(
                row["indicateur"] in chart.indicateurs and chart.sorte in ("barres", "composition")
                for chart in chapter.graphiques
            )
            for chapter in chapters
        )
        assert any(places), category


def test_every_indicator_answers_a_row_or_says_why_it_is_there() -> None:
    assert {row["indicateur"] for row in ROWS} | BESIDE == set(queries().indicators)
