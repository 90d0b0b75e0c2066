"""A pole in its first year, or too small to show much, has no empty chart and no masked title."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pipeline.charts.model import Kind
from pipeline.compose.chapters import compose_chapters
from pipeline.compose.material import Source, Targets
from pipeline.compose.page import Chapter
from pipeline.compose.summary import compose_summary
from pipeline.model import CellKey, Figure, Figures, State, Target
from pipeline.plan import ChapterPlan, ChartPlan, FunderPlan, Plan, TablesPlan
from tests.builders import indicator, share

YEARS = (2023, 2024, 2025)
RATE = share("insertion/taux", title="Taux", subject="le taux")
PART = share("insertion/part", title="Part", subject="la part", agreement="fs")
EXITS = indicator("insertion/sorties", title="Sorties", categories={"cdi": "CDI", "cdd": "CDD"})
GOAL = Target(RATE.id, 2025, Decimal(60), "CA", "propre")


Values = dict[tuple[str, int, str], str]  # indicator, year, category


def report(values: Values, goal: Target | None = None) -> tuple[Plan, Source]:
    """A chapter of two trends and a composition; "s" is a mask, what is not given is missing."""
    cells = {}
    for (identifier, year, category), text in values.items():
        key = CellKey(identifier, year, category=category)
        is_hidden = text == "s"
        value = None if is_hidden else Decimal(text)
        cells[key] = Figure(key, State.HIDDEN if is_hidden else State.VALUE, value)
    heads = {head.id: head for head in (RATE, PART, EXITS)}
    targets = Targets((goal,) if goal else (), ())
    source = Source(Figures(heads, cells, YEARS, {}, 5), targets, (), {}, {})
    charts = (
        ChartPlan(Kind.TREND, "en pour cent", (RATE.id, PART.id), ("taux", "part")),
        ChartPlan(Kind.TREND, "en pour cent", (RATE.id,)),
        ChartPlan(Kind.COMPOSITION, "en personnes", (EXITS.id,)),
    )
    tables = TablesPlan(annees=(RATE.id, PART.id), modalites=(EXITS.id,))
    of_theme = ChapterPlan("insertion", "Insertion", "Qui ?", RATE.id, (PART.id,), charts, tables)
    plan = Plan(FunderPlan("general", "Général", "", ("insertion",), (RATE.id,)), (of_theme,))
    return plan, source


def chapter(values: Values, goal: Target | None = None) -> Chapter:
    """The only chapter of that report."""
    return compose_chapters(*report(values, goal), {})[0]


def first_year(rate: str = "62", part: str = "40") -> Values:
    exits = {(EXITS.id, 2025, "cdi"): "12", (EXITS.id, 2025, "cdd"): "8"}
    return {(RATE.id, 2025, ""): rate, (PART.id, 2025, ""): part, **exits}


def test_the_first_year_has_no_line_and_no_column_of_missing_years() -> None:
    told = chapter(first_year())
    bars, parts = (block.chart for block in told.blocks)  # one value and no target: no drawing
    assert (bars.kind, bars.columns) == (Kind.BARS, ("Taux", "Part"))
    assert [figure.value for figure in bars.series[0].figures] == [62, 40]
    assert (parts.kind, parts.columns) == (Kind.BARS, ("CDI", "CDD"))
    assert parts.title == "CDI : 60\u202f% du total"
    assert told.columns[0][0].header == ("En nombre", "2025")
    assert told.tables[-1].header == ("Indicateur", "2025", "Structures")
    assert told.tables[-1].caption == "Insertion : les chiffres de 2025"
    assert [block.number for block in told.blocks] == [1, 2]


def test_the_first_year_of_a_card_compares_with_no_other() -> None:
    (card,) = compose_summary(*report(first_year())).cards
    assert (card.previous, card.change) == ("Première année", "")
    assert card.spark_alt == "Taux, en 2025 seulement : 62\u202f%"
    (masked,) = compose_summary(*report(first_year() | {(RATE.id, 2024, ""): "s"})).cards
    assert masked.previous == "s en 2024"


def test_the_first_year_is_found_for_what_the_structures_did_together() -> None:
    plan, told = report(first_year(), GOAL)
    deed = indicator("cooperation/actions", code="COO-08", unit="nb", subject="le nombre d’actions")
    key = CellKey(deed.id, 2025)
    heads = {**told.figures.indicators, deed.id: deed}
    cells = {**told.figures.cells, key: Figure(key, State.VALUE, Decimal(3))}
    told = replace(told, figures=replace(told.figures, indicators=heads, cells=cells))
    funder = replace(plan.funder, chiffres_cles=(PART.id, RATE.id, deed.id))
    findings = compose_summary(replace(plan, funder=funder), told).findings
    assert findings[1].text == "Le nombre d’actions s’établit à 3."


def test_a_break_before_the_first_year_is_not_told() -> None:
    plan, told = report(first_year())
    broken = replace(RATE, breaks={"2024": "la liste a changé"})
    heads = {**told.figures.indicators, RATE.id: broken}
    told = replace(told, figures=replace(told.figures, indicators=heads))
    table = compose_chapters(plan, told, {})[0].tables[-1]
    assert (table.rows[0].label, table.notes) == ("Taux", ())


def test_long_notes_stand_under_a_drawing_of_two_bars() -> None:
    assert [block.is_low for block in chapter(first_year()).blocks] == [False, False]
    plan, told = report(first_year())
    long = {**told.figures.indicators, RATE.id: replace(RATE, benchmark="mot " * 150)}
    told = replace(told, figures=replace(told.figures, indicators=long))
    bars, _ = compose_chapters(plan, told, {})[0].blocks
    assert (bars.is_low, bars.chart.width_mm) == (True, 174)


def test_a_value_alone_stands_beside_its_target() -> None:
    kinds = [block.chart.kind for block in chapter(first_year(), GOAL).blocks]
    assert kinds == [Kind.BARS, Kind.GAUGE, Kind.BARS]


def test_what_is_masked_makes_neither_a_drawing_nor_a_title() -> None:
    told = chapter(
        {
            (RATE.id, 2023, ""): "s",
            (RATE.id, 2024, ""): "s",
            (RATE.id, 2025, ""): "s",
            (PART.id, 2024, ""): "50",
            (PART.id, 2025, ""): "62",
            (EXITS.id, 2025, "cdi"): "s",
            (EXITS.id, 2025, "cdd"): "8",
        }
    )
    assert [block.chart.kind for block in told.blocks] == [Kind.TREND]
    assert told.blocks[0].chart.columns == ("2023", "2024", "2025")  # masked is not missing
    assert told.blocks[0].chart.title == "Taux, de 2023 à 2025"
    assert told.title == "La part progresse en un an à 62\u202f%"
    assert told.lead == "Le taux est masqué pour protéger les personnes."


def test_a_chapter_without_any_value_is_called_by_its_question() -> None:
    assert chapter(first_year("s", "s")).title == "Qui ?"


def test_a_chapter_to_which_nothing_was_sent_is_short_and_lists_what_was_expected() -> None:
    told = chapter({}, GOAL)
    assert told.lead == "Aucun chiffre de ce chapitre n’a été transmis."
    assert [(row.label, row.cells) for row in told.unsent] == [
        ("Taux", ("objectif 60\u202f%",)),
        ("Part", ("",)),
    ]
    assert (told.tables, told.is_short) == ((), True)


def test_a_figure_that_came_once_keeps_the_table_of_its_chapter() -> None:
    told = chapter({(RATE.id, 2023, ""): "62"})
    assert told.unsent == ()
    assert [row.label for row in told.tables[-1].rows] == ["Taux", "Part"]
    assert not chapter(first_year()).is_short


def test_a_share_of_zero_is_told_by_category_and_a_count_is_not() -> None:
    zero = {(EXITS.id, 2025, "cdi"): "0", (EXITS.id, 2025, "cdd"): "8"}
    (table,) = chapter(zero).columns[0]
    assert [row.label for row in table.rows] == ["CDD"]
    plan, told = report(zero)
    rates = {**told.figures.indicators, EXITS.id: replace(EXITS, unit="%")}
    told = replace(told, figures=replace(told.figures, indicators=rates))
    (table,) = compose_chapters(plan, told, {})[0].columns[0]
    assert [row.label for row in table.rows] == ["CDI", "CDD"]
