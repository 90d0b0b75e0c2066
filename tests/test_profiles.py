"""Every profile that comes with the tool: its pages can be filled, from what it names."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from pipeline.compose.material import Source, Targets
from pipeline.compose.page import Report
from pipeline.compose.whole import compose
from pipeline.contracts import load_contracts
from pipeline.model import CellKey, Figure, Figures, Pole, State
from pipeline.pages import page_html
from pipeline.plan import TEMPLATES, Plan, load_plan
from pipeline.proof.citations import with_citations
from pipeline.received import Quality
from tests import cases

YEARS = (2024, 2025)
POLE = Pole("Pôle", "SCIC", "Ici", "1 quai", "Ensemble.", "a", is_fictional=True)
TITLES = {name: contract.title for name, contract in load_contracts().items()}
PROFILES = sorted(path.stem for path in TEMPLATES.glob("funders/*.toml"))


@cache
def source() -> Source:
    """Every indicator at 12 for the pole, in all and by category, two years running."""
    heads = cases.queries().indicators
    places = [
        (head.id, y, c) for head in heads.values() for y in YEARS for c in ("", *head.categories)
    ]
    keys = [CellKey(name, year, category=category) for name, year, category in places]
    cells = {key: Figure(key, State.VALUE, Decimal(12)) for key in keys}
    return Source(Figures(heads, cells, YEARS, {}, 5), Targets((), ()), (), {"a": "Alpha"}, TITLES)


def filled(name: str, folder: Path) -> tuple[Plan, Report]:
    plan = load_plan(name, cases.queries().indicators)
    return plan, compose(POLE, folder, plan, source(), Quality((), (), (), (), (), {}, {}), ())


@pytest.mark.parametrize("name", PROFILES)
def test_each_profile_fills_its_pages_with_all_that_it_names(name: str, tmp_path: Path) -> None:
    plan, report = filled(name, tmp_path)
    codes = {head.id: head.code for head in cases.queries().indicators.values()}
    assert [card.code for card in report.summary.cards] == [
        codes[one] for one in plan.funder.chiffres_cles
    ]
    assert len(report.summary.findings) == 3
    assert [chapter.id for chapter in report.chapters] == [*plan.funder.chapitres]
    for criterion, answer in zip(plan.funder.criteres, report.answers, strict=True):
        assert [row.code for row in answer.figures] == [codes[one] for one in criterion.indicateurs]
        assert len(answer.missing) == len(criterion.textes), "this pole wrote nothing"


@pytest.mark.parametrize("name", PROFILES)
def test_each_link_of_a_profile_leads_somewhere(name: str, tmp_path: Path) -> None:
    _, report = filled(name, tmp_path)
    page = with_citations(page_html(report), {})
    anchors, links = (set(re.findall(rf'\s{kind}="#?([^":]+)"', page)) for kind in ("id", "href"))
    assert {"essentiel", "fiches", "ind-INS-01"} <= links & anchors
    assert links - anchors == {"styles/polices.css", "styles/rapport.css"}


@pytest.mark.parametrize("name", PROFILES)
def test_each_text_that_a_profile_asks_for_is_one_that_a_pole_may_write(name: str) -> None:
    plan = load_plan(name, cases.queries().indicators)
    offered = {"pole", "projets", "poste", "ecarts", *(chapter.id for chapter in plan.chapters)}
    assert {text for one in plan.funder.criteres for text in one.textes} <= offered
