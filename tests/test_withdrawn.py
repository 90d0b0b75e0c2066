"""A pole withdraws an indicator that no mask protects: no page, no table, no file tells it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.charts.model import Kind
from pipeline.compose.annexes import compose_answers
from pipeline.compose.secrecy import compose_secrecy
from pipeline.counting.queries import Queries, Query
from pipeline.editions.changes import compare
from pipeline.editions.ledger import Printed, Publication
from pipeline.errors import SettingsError
from pipeline.model import WITHDRAWN, CellKey, State
from pipeline.plan import ChapterPlan, ChartPlan, Criterion, FunderPlan, Plan, TablesPlan
from pipeline.protect import protect
from pipeline.protecting.merging import merged
from pipeline.settings import check_indicators, load_settings
from tests.builders import YEAR, counts, gathered, indicator
from tests.test_compose import PERSONS as COMPOSED
from tests.test_compose import plan, source
from tests.test_settings import POLE, write_pole

HEAD = indicator()
GONE = replace(HEAD, kept=WITHDRAWN)
TABLE = {("", ""): 60, ("A", ""): 57, ("B", ""): 3}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with one funder."""
    (tmp_path / "report_templates" / "funders").mkdir(parents=True)
    (tmp_path / "report_templates" / "funders" / "general.toml").touch()
    return tmp_path


def test_the_codes_of_pole_toml_are_those_of_the_catalogue(root: Path) -> None:
    known = {HEAD.id: HEAD}
    for codes, is_known in (('["INS-01"]', True), ('["INS-10"]', False)):
        text = POLE.replace("seuil = 8", f"seuil = 8\nretires = {codes}")
        write_pole(root / "data" / "raw", text)
        settings = replace(load_settings(root), targets=(), events=())
        if is_known:
            check_indicators(settings, known)
            assert settings.withdrawn == {"INS-01"}
        else:
            with pytest.raises(SettingsError, match=r"« INS-10 » n'existe pas. Vouliez-vous dire"):
                check_indicators(settings, known)


def test_codes_are_a_list(root: Path) -> None:
    write_pole(root / "data" / "raw", POLE.replace("seuil = 8", 'retires = "INS-01"'))
    with pytest.raises(SettingsError, match="une liste de codes du rapport"):
        load_settings(root)


def test_it_is_still_counted_and_told_nowhere() -> None:
    other = indicator("insertion/autre", code="INS-02")
    steps = (Query("a", "a.sql", "", (), HEAD), Query("b", "b.sql", "", (), other), STAGING)
    kept = Queries(steps).withdrawing({"INS-01"}).indicators
    assert {name: head.kept for name, head in kept.items()} == {HEAD.id: WITHDRAWN, other.id: ""}
    figures = protect(merged(gathered([GONE], counts(GONE, TABLE)), 5))
    assert not figures.cells


STAGING = Query("c", "c.sql", "", ())


def test_what_the_pole_keeps_is_no_withdrawal() -> None:
    own = replace(HEAD, kept="interne")
    (step,) = Queries((Query("a", "a.sql", "", (), own),)).withdrawing({"INS-01"}).steps
    assert step.indicator == own


def test_what_an_edition_printed_of_it_is_no_change_to_explain() -> None:
    said = {CellKey(HEAD.id, YEAR): Printed(State.VALUE, "60 pers.")}
    out = Publication(YEAR, said, {}, {}, {}, "essai")
    for head, is_changed in ((GONE, False), (replace(HEAD, categories={}), True)):
        figures = replace(protect(merged(gathered([GONE], []), 5)), indicators={head.id: head})
        assert bool(compare(figures, [out], ()).changed) is is_changed


def chart(*names: str, found: str = "") -> ChartPlan:
    return ChartPlan(Kind.TREND, "", names, constat=found)


def test_the_plan_loses_its_tables_charts_and_key_figures() -> None:
    tables = TablesPlan(annees=("x/a", "x/b.un"), annexe=("x/b", "x/c"), croises_titre="Titre")
    charts = (chart("x/a"), chart("x/a", "x/b.un"), chart("x/c", found="x/b"))
    chapter = ChapterPlan("insertion", "", "", "x/b", ("x/a", "x/b"), charts, tables)
    alone = replace(chapter, id="seul", accroche=("x/b",))
    criteria = (Criterion("", "", ("x/b",)),)
    whole = FunderPlan("essai", "", "", ("insertion",), ("x/b", "x/a"), criteria)
    told = Plan(whole, (chapter, alone)).without({"x/b"})
    (left,) = told.chapters
    assert (left.id, left.titre, left.accroche) == ("insertion", "x/a", ())
    assert left.graphiques == charts[:1]
    assert (left.tableaux.annees, left.tableaux.annexe) == (("x/a",), ("x/c",))
    assert left.tableaux.croises_titre == "Titre"
    assert told.funder.chiffres_cles == ("x/a",)
    assert told.funder.criteres == criteria, "a funder is told what lacks"
    assert Plan(whole, (chapter,)).without(()) == Plan(whole, (chapter,))


def test_the_reader_is_told_that_it_was_withdrawn() -> None:
    given = source()
    gone = {COMPOSED.id: replace(COMPOSED, kept=WITHDRAWN)}
    figures = replace(given.figures, indicators={**given.figures.indicators, **gone})
    told = replace(given, figures=figures)
    sentence = f"Pour le secret, le pôle a retiré de son rapport : {COMPOSED.code}."
    assert sentence in compose_secrecy(plan(), told).policy
    assert sentence not in compose_secrecy(plan(), given).policy
    asked = replace(plan().funder, criteres=(Criterion("Qui", "Qui ?", (COMPOSED.id,)),))
    (answer,) = compose_answers(replace(plan(), funder=asked), told, {})
    assert answer.missing == (f"{COMPOSED.title} (retiré par le pôle)",)
