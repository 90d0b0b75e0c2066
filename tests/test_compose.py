"""What a page says: findings, tables, perimeters and the funder's answers, from a few figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from markupsafe import Markup

from pipeline.charts.drawing import height_mm
from pipeline.charts.model import Kind
from pipeline.compose.annexes import compose_answers
from pipeline.compose.beside import beside
from pipeline.compose.chapters import compose_chapters
from pipeline.compose.charts import compose_chart
from pipeline.compose.factors import compose_factors
from pipeline.compose.kept import WHY, explained
from pipeline.compose.material import Source, Targets
from pipeline.compose.notes import first_sentence
from pipeline.compose.page import Chapter, ChartBlock, Note, Row, Table
from pipeline.compose.summary import compose_summary
from pipeline.compose.tables import side_by_side
from pipeline.lookups import Factor
from pipeline.model import CellKey, Event, Figure, Figures, Indicator, State, Target
from pipeline.plan import (
    ChapterPlan,
    ChartPlan,
    Criterion,
    FunderPlan,
    Plan,
    TablesPlan,
    load_plan,
)
from tests.builders import indicator, share

YEARS = (2023, 2024, 2025)
PERSONS = indicator("insertion/personnes", code="INS-01", subject="le nombre de personnes")
RATE = share("insertion/taux", code="INS-16", title="Taux", subject="le taux de sorties")
ACTIONS = indicator(
    "cooperation/actions", code="COO-08", unit="nb", sensitivity=0, subject="le nombre d’actions"
)
VALUES = {PERSONS.id: "100 120 150", RATE.id: "50 55 40", ACTIONS.id: "3 5 8"}


def source(hidden: tuple[CellKey, ...] = ()) -> Source:
    heads: dict[str, Indicator] = {head.id: head for head in (PERSONS, RATE, ACTIONS)}
    cells = {}
    for identifier, values in VALUES.items():
        for year, value in zip(YEARS, values.split(), strict=True):
            key = CellKey(identifier, year)
            cells[key] = Figure(key, State.VALUE, Decimal(value))
    for structure, value in (("a", "90"), ("b", "20"), ("c", "40")):
        key = CellKey(PERSONS.id, 2025, structure)
        cells[key] = Figure(key, State.VALUE, Decimal(value))
    for key in hidden:
        cells[key] = Figure(key, State.HIDDEN)
    figures = Figures(heads, cells, YEARS, {(PERSONS.id, 2025): (2, 3)}, 5)
    targets = Targets((Target(PERSONS.id, 2025, Decimal(140), "CA", "propre"),), (
        Target(RATE.id, None, Decimal(60), "circulaire", "officiel"),
    ))  # fmt: skip
    events = (Event(RATE.id, 2024, "fermeture"),)
    return Source(figures, targets, events, {"a": "Alpha", "b": "Bêta", "c": "Gamma"}, {})


def chapter() -> ChapterPlan:
    charts = (
        ChartPlan(Kind.TREND, "en pour cent", (RATE.id,)),
        ChartPlan(Kind.BARS, "par structure", (PERSONS.id,)),
    )
    tables = TablesPlan(annees=(PERSONS.id, RATE.id), structures=(PERSONS.id,))
    return ChapterPlan("insertion", "Insertion", "Qui ?", RATE.id, (PERSONS.id,), charts, tables)


def plan(*criteria: Criterion) -> Plan:
    keys = (PERSONS.id, RATE.id, ACTIONS.id)
    return Plan(FunderPlan("general", "Général", "", ("insertion",), keys, criteria), (chapter(),))


def test_findings_are_a_success_a_cooperation_and_a_shortfall() -> None:
    summary = compose_summary(plan(), source())
    assert [finding.text.split(" passe")[0] for finding in summary.findings] == [
        "Le nombre de personnes",
        "Le nombre d’actions",
        "Le taux de sorties",
    ]


def test_findings_conclude_and_do_not_repeat_what_leads_the_page() -> None:
    others = [
        indicator(f"insertion/{name}", code=f"INS-4{rank}", subject=f"le {name}")
        for rank, name in enumerate(("gain", "frein", "creux", "rien"))
    ]
    told = source()
    cells = dict(told.figures.cells)
    told_of = ("10 20 90", "60 51 50", "90 80 10", "50 50 50")  # 51 to 50 is within the noise
    for head, values in zip(others, told_of, strict=True):
        for year, value in zip(YEARS, values.split(), strict=True):
            key = CellKey(head.id, year)
            cells[key] = Figure(key, State.VALUE, Decimal(value))
    heads = {**told.figures.indicators, **{head.id: head for head in others}}
    goals = tuple(Target(head.id, 2025, Decimal(60), "CA", "propre") for head in others)
    told = replace(
        told,
        figures=replace(told.figures, indicators=heads, cells=cells),
        targets=Targets((*told.targets.own, *goals), told.targets.official),
    )
    funder = replace(plan().funder, chiffres_cles=(*plan().funder.chiffres_cles, *heads))
    summary = compose_summary(replace(plan(), funder=funder), told)
    assert summary.lead.startswith("En 2025, le nombre de personnes s’établit à 150")
    assert [finding.text.partition(" passe")[0] for finding in summary.findings] == [
        "Le gain",
        "Le nombre d’actions",
        "Le creux",
    ]


def test_a_card_has_value_previous_year_change_target_and_verdict() -> None:
    card = compose_summary(plan(), source()).cards[0]
    assert (card.value, card.unit, card.previous, card.change) == (
        "150", "pers.", "120\u202fpers. en 2024", "+25\u202f%",
    )  # fmt: skip
    assert (card.target, card.verdict.value) == ("Objectif 140", "atteint")


def test_an_own_target_wins_and_an_official_one_holds_for_every_year() -> None:
    targets = source().targets
    assert targets.of(PERSONS.id, 2024) is None
    rate = targets.of(RATE.id, 2023)
    assert rate is not None
    assert rate.value == 60


def test_a_hidden_card_shows_its_sign_and_no_change() -> None:
    card = compose_summary(plan(), source((CellKey(PERSONS.id, 2025),))).cards[0]
    assert (card.value, card.unit, card.change, card.verdict.value) == (
        "s",
        "",
        "",
        "sans objectif",
    )


def test_bars_are_ranked_by_published_values_and_hidden_ones_by_name() -> None:
    shown = source((CellKey(PERSONS.id, 2025, "a"),))
    bars = compose_chapters(plan(), shown, {})[0].blocks[1].chart
    assert bars.columns == ("Gamma", "Bêta", "Alpha")
    assert bars.title == (
        "De 20 à 40\u00a0personnes selon la structure, structures masquées à part"
    )


def test_a_trend_grows_to_the_height_of_the_notes_beside_it() -> None:
    chart = compose_chapters(plan(), source(), {})[0].blocks[0].chart
    long = Note("Limites", ("mot " * 200,))  # 800 signs: 25 lines of 4,2 mm at the least
    assert height_mm(beside(chart, [])) == height_mm(replace(chart, room_mm=0.0))
    assert 74 < height_mm(beside(chart, [long])) < 78  # and no further


MOVES = replace(ACTIONS, categories={"entree": "Entrées", "sortie": "Sorties"})


def moves(**hidden: int) -> ChartBlock:
    """A chart of two categories that no total sums up; `hidden` names one with its year."""
    cells = {}
    for category, values in (("entree", "1 3 4"), ("sortie", "0 2 1")):
        for year, value in zip(YEARS, values.split(), strict=True):
            key = CellKey(MOVES.id, year, "", category)
            is_hidden = hidden.get(category) == year
            cells[key] = Figure(key, State.HIDDEN) if is_hidden else Figure(
                key, State.VALUE, Decimal(value)
            )  # fmt: skip
    told = replace(source(), figures=Figures({MOVES.id: MOVES}, cells, YEARS, {}, 5))
    lines = (f"{MOVES.id}.entree", f"{MOVES.id}.sortie")
    chart = ChartPlan(Kind.TREND, "en nombre", lines, ("entrées", "sorties"))
    one = replace(
        chapter(), graphiques=(chart,), tableaux=TablesPlan(), titre=MOVES.id, accroche=()
    )
    (composed,) = compose_chapters(replace(plan(), chapters=(one,)), told, {})
    return composed.blocks[0]


def test_lines_that_no_total_sums_up_are_each_told() -> None:
    block = moves()
    assert block.chart.title == "Entrées : de 1 en 2023 à 4 en 2025 ; sorties : de 0 à 1"
    assert block.notes[0].paragraphs == (
        "Entrées : 4\u00a0en 2025, contre 3\u00a0en 2024 et 1\u00a0en 2023.",
        "Sorties : 1\u00a0en 2025, contre 2\u00a0en 2024 et 0\u00a0en 2023.",
    )


def test_a_hidden_line_is_left_out_of_what_is_told() -> None:
    block = moves(sortie=2025)
    assert block.chart.title == "Personnes, de 2023 à 2025"
    assert block.notes[0].paragraphs == (
        "Entrées : 4\u00a0en 2025, contre 3\u00a0en 2024 et 1\u00a0en 2023.",
    )
    (_, sorties) = moves(sortie=2024).notes[0].paragraphs
    assert sorties == "Sorties : 1\u00a0en 2025, contre 0\u00a0en 2023."


def test_the_longest_bar_is_named_unless_a_hidden_one_may_be_longer() -> None:
    head = replace(PERSONS, categories={"jean": "Jean", "pull": "Pull"})
    bars = ChartPlan(Kind.BARS, "par famille", (head.id,), par="modalite", premier="Le plus porté")
    keys = [CellKey(head.id, 2025, "", name) for name in head.categories]
    shown = [Figure(key, State.VALUE, Decimal(n)) for key, n in zip(keys, (20, 30), strict=True)]

    def title(*figures: Figure) -> str:
        cells = {figure.key: figure for figure in figures}
        known = Source(Figures({head.id: head}, cells, YEARS, {}, 5), Targets((), ()), (), {}, {})
        return compose_chart("g", bars, "insertion", known).title

    assert title(*shown) == "Le plus porté : Pull (30\u00a0personnes)"
    third = Figure(CellKey(head.id, 2025, "", "robe"), State.HIDDEN)
    head = replace(head, categories={**head.categories, "robe": "Robe"})
    assert title(*shown, third) == head.title


def test_tables_have_five_years_target_and_perimeter() -> None:
    last = compose_chapters(plan(), source(), {})[0].tables[-1]
    assert last.rows[0].cells == ("100", "120", "150", "140", "2 / 3")
    assert last.rows[1].cells == ("50\u202f%", "55\u202f%", "40\u202f%", "60\u202f%", "pôle")


def test_structures_that_are_not_told_take_no_column_nor_bars() -> None:
    given = source()
    merged = {CellKey(PERSONS.id, 2025, "a").table: frozenset[str]()}
    given = replace(given, figures=replace(given.figures, told=merged))
    (one,) = compose_chapters(plan(), given, {})
    assert [block.chart.kind for block in one.blocks] == [Kind.TREND]
    assert not [table for table in one.tables if "structures" in table.caption]


def told(listed: TablesPlan, shown: Source) -> Chapter:
    one = replace(chapter(), graphiques=(), tableaux=listed)
    return compose_chapters(Plan(plan().funder, (one,)), shown, {})[0]


def with_categories(*values: str) -> Source:
    """The actions of 2023 to 2025 in two categories; the second is not applicable at all."""
    head = replace(ACTIONS, categories={"a": "Fêtes", "b": "Chantiers"})
    keys = [CellKey(head.id, year, category=name) for name in "ab" for year in YEARS]
    cells = {key: Figure(key, State.NOT_APPLICABLE) for key in keys}
    cells |= {k: Figure(k, State.VALUE, Decimal(v)) for k, v in zip(keys, values, strict=False)}
    figures = Figures({**source().figures.indicators, head.id: head}, cells, YEARS, {}, 5)
    return replace(source(), figures=figures)


def test_a_category_that_applies_in_no_year_takes_no_row() -> None:
    ((table,),) = told(TablesPlan(modalites=(ACTIONS.id,)), with_categories("3", "5", "8")).columns
    assert [(row.label, row.cells) for row in table.rows] == [("Fêtes", ("3", "5", "8"))]


def test_a_category_that_is_not_told_takes_no_row() -> None:
    shown = with_categories("3", "5", "8", "1", "2", "4")
    merged = {CellKey(ACTIONS.id, 2025, category="a").table: frozenset({"b"})}
    shown = replace(shown, figures=replace(shown.figures, told=merged))
    ((table,),) = told(TablesPlan(modalites=(ACTIONS.id,)), shown).columns
    assert [row.label for row in table.rows] == ["Chantiers"]


@pytest.mark.parametrize(("last", "rows"), [("7", 1), ("8", 0)])
def test_the_only_category_is_no_table_where_it_repeats_the_line_of_the_pole(
    last: str, rows: int
) -> None:
    shown = with_categories("3", "5", last)
    totals = {CellKey(ACTIONS.id, y): v for y, v in zip(YEARS, (3, 5, 8), strict=True)}
    whole = {key: Figure(key, State.VALUE, Decimal(v)) for key, v in totals.items()}
    figures = replace(shown.figures, cells={**shown.figures.cells, **whole})
    one = told(TablesPlan(modalites=(ACTIONS.id,)), replace(shown, figures=figures))
    assert len(one.columns) == rows


def test_the_sign_of_a_mask_is_explained_on_the_page_that_bears_it() -> None:
    assert not compose_chapters(plan(), source(), {})[0].has_masks
    assert compose_chapters(plan(), source((CellKey(RATE.id, 2024),)), {})[0].has_masks


@pytest.mark.parametrize(("value", "wide"), [("12345", 0), ("123456", 1)])
def test_a_table_of_long_numbers_takes_the_whole_width(value: str, wide: int) -> None:
    one = told(TablesPlan(modalites=(ACTIONS.id,)), with_categories("3", "5", value))
    assert (len(one.columns), len(one.tables)) == (1 - wide, wide)


@pytest.mark.parametrize(
    ("rows", "columns"),
    [([], []), ([4], [[4]]), ([4, 4], [[4], [4]]), ([3, 2, 12], [[3, 2], [12]])],
)
def test_short_tables_stand_in_two_balanced_columns(
    rows: list[int], columns: list[list[int]]
) -> None:
    tables = [Table("", (), (Row("", "", ()),) * count) for count in rows]
    assert [[len(t.rows) for t in column] for column in side_by_side(tables)] == columns


def test_indicators_of_the_same_categories_are_crossed_for_the_year() -> None:
    shown = with_categories("3", "5", "8", "1", "2", "4")
    crossed = TablesPlan((), (), (), (ACTIONS.id,) * 3, "Les actions", "Prêts compris.")
    (table,) = told(crossed, shown).tables
    assert (table.caption, table.notes) == ("Les actions en 2025", ("Prêts compris.",))
    assert [(row.label, row.cells) for row in table.rows] == [
        ("Fêtes", ("8", "8", "8")),
        ("Chantiers", ("4", "4", "4")),
    ]


def test_a_whole_of_one_part_is_not_told_as_a_share() -> None:
    """100 % of the only category would be read as its value: nothing could be published."""
    shown = with_categories("3", "5", "8")
    charts = (ChartPlan(Kind.COMPOSITION, "en nombre", (ACTIONS.id,)),)
    one = Plan(plan().funder, (replace(chapter(), graphiques=charts),))
    (block,) = compose_chapters(one, shown, {})[0].blocks
    assert block.chart.title == f"{ACTIONS.title}, de 2023 à 2025"


def test_a_stack_is_called_by_its_total_where_the_plan_asks_for_it() -> None:
    chart = ChartPlan(Kind.COMPOSITION, "en nombre", (ACTIONS.id,), constat=ACTIONS.id)
    one = Plan(plan().funder, (replace(chapter(), graphiques=(chart,)),))
    told = with_categories("3", "5", "8")
    totals = [source().figures.get(ACTIONS.id, year) for year in YEARS]
    cells = {**told.figures.cells, **{figure.key: figure for figure in totals}}
    told = replace(told, figures=replace(told.figures, cells=cells))
    (block,) = compose_chapters(one, told, {})[0].blocks
    assert block.chart.title == "Le nombre d’actions passe de 3 en 2023 à 8 en 2025"


def test_a_chart_of_one_year_says_which() -> None:
    trend, bars = (block.chart for block in compose_chapters(plan(), source(), {})[0].blocks)
    assert (trend.subtitle, bars.subtitle) == ("en pour cent", "par structure, 2025")


def test_amounts_that_are_all_hidden_stand_in_one_row_with_the_reason() -> None:
    """To name each line would say which accounts the only structure holds."""
    money = replace(ACTIONS, unit="€", sensitivity=0)
    secret = Figure(CellKey(money.id, 2025, "", "x"), State.HIDDEN)
    rows = tuple(Row(label, "", ("s", "s")) for label in ("Achats", "Ventes"))
    table = explained(Table("Budget", ("Détail", "2024", "2025"), rows), [money], [secret])
    assert [(row.label, row.cells) for row in table.rows] == [("Chaque ligne", ("s", "s"))]
    assert table.notes == (WHY,)
    some = replace(table, rows=(rows[0], replace(rows[1], cells=("s", "5"))), notes=())
    assert explained(some, [money], [secret]) == replace(some, notes=(WHY,))
    shown = [replace(secret, state=State.VALUE, value=Decimal(5))]
    assert explained(some, [money], shown) == some
    assert explained(some, [replace(money, sensitivity=1)], [secret]) == some


def test_a_table_without_a_row_is_not_printed() -> None:
    nothing = TablesPlan(modalites=(ACTIONS.id,), croises=(ACTIONS.id,))
    assert (told(nothing, source()).columns, told(nothing, source()).tables) == ((), ())


def test_two_indicators_crossed_stand_in_a_column() -> None:
    shown = with_categories("3", "5", "8", "1", "2", "4")
    made = told(TablesPlan(croises=(ACTIONS.id, ACTIONS.id)), shown)
    assert [len(table.rows) for column in made.columns for table in column] == [2]
    assert made.tables == ()


def test_a_chapter_says_once_what_two_charts_would_repeat() -> None:
    (first, second) = (
        ChartPlan(Kind.TREND, "Mesure", (PERSONS.id,)),
        ChartPlan(Kind.BARS, "Mesure", (PERSONS.id,)),
    )
    one = Plan(plan().funder, (replace(chapter(), graphiques=(first, second)),))
    blocks = compose_chapters(one, source(), {})[0].blocks
    assert [bool(block.notes) for block in blocks] == [True, False]


def test_what_the_pole_means_to_do_next_ends_its_chapter() -> None:
    words = {"insertion-perspectives": Markup("<p>Demain.</p>")}
    assert compose_chapters(plan(), source(), words)[0].outlook == Markup("<p>Demain.</p>")


def test_a_card_bears_the_benchmark_of_a_share_without_its_author() -> None:
    def benchmark(text: str, head: Indicator) -> str:
        told = source()
        heads = {**told.figures.indicators, head.id: replace(head, benchmark=text)}
        told = replace(told, figures=replace(told.figures, indicators=heads))
        cards = compose_summary(plan(), told).cards
        return next(card.benchmark for card in cards if card.code == head.code)

    assert benchmark("42,7 % en France (Dares) ; 50 % ici", RATE) == "42,7 % en France"
    assert benchmark("long " * 20, RATE) == "", "the entry has room for it"
    assert benchmark("144 600 en France", PERSONS) == "", "a national total compares with nothing"


def test_what_the_annex_alone_tells_is_named_at_the_end_of_its_chapter() -> None:
    listed = TablesPlan(annexe=(ACTIONS.id,))
    assert told(listed, source()).others == ("COO-08",)
    one = Plan(plan().funder, (replace(chapter(), tableaux=listed),))
    assert one.chapter_of(ACTIONS.id) == "insertion"


def test_charts_whose_data_stand_in_a_table_are_not_tabled_again() -> None:
    blocks = compose_chapters(plan(), source(), {})[0].blocks
    assert [block.is_tabled for block in blocks] == [True, True]


def test_an_event_is_written_on_the_lines_of_its_indicator_only() -> None:
    blocks = compose_chapters(plan(), source(), {})[0].blocks
    assert [block.chart.events for block in blocks] == [(("2024", "fermeture"),), ()]


def test_a_break_in_series_is_flagged_in_the_table_and_on_the_chart() -> None:
    told = source()
    broken = replace(RATE, breaks={"2024": "la liste a changé"})
    told = replace(told, figures=replace(told.figures, indicators={
        **told.figures.indicators, RATE.id: broken,
    }))  # fmt: skip
    made = compose_chapters(plan(), told, {})[0]
    assert [row.label for row in made.tables[-1].rows] == ["Personnes (pers.)", "Taux ‖"]
    assert made.tables[-1].notes == ("‖ Rupture de série en 2024 : la liste a changé.",)
    assert ("2024", "rupture de série") in made.blocks[0].chart.events
    assert compose_chapters(plan(), source(), {})[0].tables[-1].notes == ()


def test_a_table_says_how_to_read_a_quantity_of_gas_under_zero() -> None:
    def notes(value: int) -> tuple[str, ...]:
        gas, key = replace(ACTIONS, unit="tCO2e"), CellKey(ACTIONS.id, 2025)
        told, plan_ = source(), replace(chapter(), tableaux=TablesPlan(annees=(ACTIONS.id,)))
        heads = {**told.figures.indicators, gas.id: gas}
        cells = {**told.figures.cells, key: Figure(key, State.VALUE, Decimal(value))}
        told = replace(told, figures=replace(told.figures, indicators=heads, cells=cells))
        return compose_chapters(replace(plan(), chapters=(plan_,)), told, {})[0].tables[-1].notes

    (note,) = notes(-341)
    assert note.startswith("COO-08 : une quantité évitée s'écrit en négatif")
    assert notes(85) == ()


def test_a_factor_is_told_with_its_identifier_year_and_uncertainty() -> None:
    gas = Factor(
        "gaz", "Gaz", "émis", Decimal("0.2150"), "kgCO2e/kWh_PCS", "37133", "2022", "n.p.",
        "Base Carbone",
    )  # fmt: skip
    burnt = gas._replace(id="om", label="Ordures", unit="kgCO2e/t")
    waste = burnt._replace(value=Decimal(386), identifier="34654")
    avoided = waste._replace(id="om-", entry="évité", value=Decimal(-214), identifier="34655")
    jean = gas._replace(label="Jean", value=Decimal("25.1"), unit="kgCO2e/objet", source="Impact")
    table, objects = compose_factors(replace(source(), factors=(gas, waste, avoided, jean)))
    assert [(row.label, row.cells) for row in table.rows] == [
        ("Gaz", ("kgCO2e/kWh PCS", "2022", "0,215", "–", "37133")),
        ("Ordures", ("kgCO2e/t", "2022", "386", "−214", "34654, 34655")),
    ]
    assert "de 10 à 100 %" in table.notes[0]
    assert table.notes[0].endswith("Source : Base Carbone.")
    assert [(row.label, row.cells) for row in objects.rows] == [("Jean", ("25,1",))]
    assert objects.notes[0].endswith("Source : Impact.")


def test_the_uncertainty_of_factors_takes_a_column_once_a_source_gives_one() -> None:
    gas = Factor("g", "Gaz", "émis", Decimal(1), "kgCO2e/kWh", "1", "2022", "n.p.", "Base Carbone")
    fuel = gas._replace(id="f", label="Fioul", doubt="10 %")
    table, _ = compose_factors(replace(source(), factors=(gas, fuel)))
    assert (table.header[-1], [row.cells[-1] for row in table.rows]) == (
        "Incertitude",
        ["n.p.", "10 %"],
    )


def test_a_chapter_carries_the_words_of_the_pole() -> None:
    told = compose_chapters(plan(), source(), {"insertion": Markup("<p>Nous.</p>")})
    assert told[0].words == Markup("<p>Nous.</p>")


def test_answers_list_figures_texts_and_what_is_missing() -> None:
    criterion = Criterion("Besoin", "Quel besoin ?", (PERSONS.id, RATE.id), ("pole", "poste"))
    hidden = source((CellKey(RATE.id, 2025),))
    (answer,) = compose_answers(plan(criterion), hidden, {"pole": Markup("x"), "poste": Markup("")})
    assert [(row.code, *row.cells) for row in answer.figures] == [
        ("INS-01", "150\u202fpers.", "120\u202fpers.", "140 · atteint")
    ]
    assert answer.texts == (("pole", "Le pôle"),)
    assert answer.missing == (
        "Taux (donnée masquée)",
        "le texte du pôle, à écrire dans textes/poste.md",
    )


def test_a_text_that_stands_in_no_chapter_is_printed_with_the_criterion_it_answers() -> None:
    criterion = Criterion("Poste", "À quoi sert-il ?", (ACTIONS.id,), ("pole", "poste"))
    said = {"pole": Markup("x"), "poste": Markup("<p>Il accueille.</p>")}
    (answer,) = compose_answers(plan(criterion), source(), said)
    assert answer.words == ("<p>Il accueille.</p>",)
    assert (answer.texts, answer.missing) == ((("pole", "Le pôle"),), ())
    assert answer.figures[0].cells[-1] == ""  # no target


def test_limits_are_cut_at_the_first_sentence() -> None:
    assert first_sentence("Un minimum. Une année sans saisie n'a pas de chiffre.") == "Un minimum."
    assert first_sentence("Environ 3.5 t en 2024, au plus.") == "Environ 3.5 t en 2024, au plus."


def test_the_real_chapters_and_funders_name_only_real_indicators() -> None:
    root = Path(__file__).parent.parent
    known = {
        path.relative_to(root / "queries/indicators").with_suffix("").as_posix()
        for path in (root / "queries/indicators").rglob("*.sql")
    }
    for funder in (root / "report_templates/funders").glob("*.toml"):
        assert len(load_plan(funder.stem, known).funder.chiffres_cles) == 12
