"""A change is noise, a change, or a large change that asks for a word: by written rules."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.answers import Answers, Comment, read_answers
from pipeline.closing import closing_lines
from pipeline.comparison import Attention, Trend, change, unknown_part
from pipeline.compose.comparisons import compose_comments, unanswered
from pipeline.compose.entries import compose_entries
from pipeline.compose.material import Source, Targets
from pipeline.errors import SettingsError
from pipeline.model import CellKey, Figure, Figures, Indicator, State, Target
from pipeline.narrative import course, sentence
from pipeline.plan import ChapterPlan, FunderPlan, Plan, TablesPlan
from pipeline.received import Quality
from tests.builders import indicator, share

PERSONS = indicator()
RATE = share()
TONNES = indicator("environnement/tonnes", unit="t", sensitivity=0)
WASTE_RATE = share("environnement/taux", sensitivity=0)


def figure(head: Indicator, value: str, cases: int | None = None) -> Figure:
    of = None if cases is None else Decimal(cases)
    return Figure(CellKey(head.id, 2025), State.VALUE, Decimal(value), denominator=of)


@pytest.mark.parametrize(
    ("head", "before", "cases", "after", "trend", "noise"),
    [
        # √100 = 10 persons
        (PERSONS, "100", None, "109", Trend.UNCLEAR, "10"),
        (PERSONS, "100", None, "110", Trend.UP, "10"),
        (PERSONS, "100", None, "90", Trend.DOWN, "10"),
        # 2 % of 10 000 is more than √10 000
        (PERSONS, "10000", None, "10199", Trend.UNCLEAR, "200"),
        # √(0,5 × 0,5 ÷ 100) = 5 points
        (RATE, "50", 100, "54", Trend.UNCLEAR, "5"),
        (RATE, "50", 100, "55", Trend.UP, "5"),
        # the same share of ten thousand persons: one point at least
        (RATE, "50", 10_000, "51", Trend.UP, "1"),
        # a share of tonnes has no cases: one point
        (WASTE_RATE, "50", 100, "51", Trend.UP, "1"),
        # tonnes: 2 %
        (TONNES, "50", None, "50.9", Trend.UNCLEAR, "1"),
        (TONNES, "50", None, "51", Trend.UP, "1"),
    ],
)
def test_a_change_under_the_noise_is_not_conclusive(
    head: Indicator, before: str, cases: int | None, after: str, trend: Trend, noise: str
) -> None:
    moved = change(head, figure(head, before, cases), figure(head, after))
    assert moved is not None
    assert (moved.trend, moved.noise) == (trend, Decimal(noise))


@pytest.mark.parametrize(
    ("cases", "trend", "noise"),
    [
        (100, Trend.UNCLEAR, "5"),  # √(0,5 × 0,5 ÷ 100) = 5 points, as the share itself
        (10_000, Trend.UP, "1"),
        (None, Trend.UP, "1"),  # nobody can tell: one point
    ],
)
def test_a_gap_to_what_was_planned_has_the_noise_of_its_share(
    cases: int | None, trend: Trend, noise: str
) -> None:
    gap = indicator("insertion/ecart", unit="pts", gap_of=RATE.id)
    before = replace(figure(gap, "-3"), share=figure(RATE, "50", cases))
    moved = change(gap, before, figure(gap, "1.9"))
    assert moved is not None
    assert (moved.trend, moved.noise) == (trend, Decimal(noise))


@pytest.mark.parametrize(
    ("head", "before", "cases", "after", "asks"),
    [
        (PERSONS, "100", None, "124", False),  # under 25 %
        (PERSONS, "100", None, "125", True),
        (PERSONS, "9", None, "14", False),  # 5 is under twice √9
        (PERSONS, "9", None, "15", True),
        (RATE, "50", 1000, "59", False),  # under 10 points
        (RATE, "50", 1000, "40", True),
        (RATE, "50", 25, "65", False),  # 15 points are under twice 10
    ],
)
def test_a_large_change_asks_for_a_word(
    head: Indicator, before: str, cases: int | None, after: str, *, asks: bool
) -> None:
    moved = change(head, figure(head, before, cases), figure(head, after))
    assert moved is not None
    assert moved.is_large is asks


def test_nothing_is_said_of_a_change_across_a_break_in_series() -> None:
    head = replace(PERSONS, breaks={"2024": "la liste a changé"})
    before, at, after = (
        Figure(CellKey(head.id, year), State.VALUE, Decimal(year)) for year in (2023, 2024, 2025)
    )
    assert change(head, before, at) is None
    assert change(head, at, after) is not None
    assert "en 2023" not in sentence(head, (before, at, after), None)
    assert "en 2023" in sentence(PERSONS, (before, at, after), None)
    assert course(head, (before, at, after)) == ""
    assert course(PERSONS, (before, at, after)) != ""


def test_a_pole_chooses_what_is_large() -> None:
    before, after = figure(PERSONS, "100"), figure(PERSONS, "125")
    moved = change(PERSONS, before, after, attention=Attention(20, 40))
    assert moved is not None
    assert not moved.is_large


def test_the_unknown_are_a_part_of_everybody() -> None:
    key = CellKey(RATE.id, 2025)
    some = Figure(key, State.VALUE, Decimal(50), denominator=Decimal(75), unknown=25)
    assert unknown_part(some) == 25
    assert unknown_part(Figure(key, State.HIDDEN)) is None


def test_a_comment_is_read_under_its_figure(tmp_path: Path) -> None:
    (tmp_path / "commentaires.toml").write_text(
        '[[commentaires]]\nindicateur = "insertion/part"\nannee = 2025\nphrase = "Un don."\n',
        encoding="utf-8",
    )
    answers = read_answers(tmp_path, [RATE.id])
    assert answers.comment(RATE.id, 2025) == "Un don."
    assert answers.comment(RATE.id, 2024) == ""


def test_a_comment_on_nothing_known_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "commentaires.toml").write_text(
        '[[commentaires]]\nindicateur = "insertion/pard"\nannee = 25\nphrase = ""\n',
        encoding="utf-8",
    )
    with pytest.raises(SettingsError) as caught:
        read_answers(tmp_path, [RATE.id])
    said = str(caught.value)
    assert "« insertion/pard » n'existe pas. Vouliez-vous dire « insertion/part » ?" in said
    assert "ligne 3, [[commentaires]] : « annee » attend" in said
    assert "ligne 4, [[commentaires]] : « phrase » attend" in said


# --- the annex and the closing lines --------------------------------------------------------

YEARS = (2024, 2025)
PLAN = Plan(
    FunderPlan("general", "", "", ("insertion",), (PERSONS.id,)),
    (
        ChapterPlan(
            "insertion", "Insertion", "Qui ?", PERSONS.id, (), (), TablesPlan(annees=(RATE.id,))
        ),
    ),
)


def source(*comments: Comment) -> Source:
    heads = {
        PERSONS.id: replace(PERSONS, benchmark="90 en moyenne en Île-de-France (Dares, 2023)"),
        RATE.id: replace(RATE, code="INS-02", title="Part"),
    }
    values = {
        (PERSONS.id, 2024): Figure(CellKey(PERSONS.id, 2024), State.VALUE, Decimal(100)),
        (PERSONS.id, 2025): Figure(CellKey(PERSONS.id, 2025), State.VALUE, Decimal(150)),
        (RATE.id, 2024): Figure(
            CellKey(RATE.id, 2024), State.VALUE, Decimal(50), None, Decimal(75)
        ),
        (RATE.id, 2025): Figure(
            CellKey(RATE.id, 2025), State.VALUE, Decimal(52), None, Decimal(75), 25
        ),
    }
    cells = {CellKey(*key): value for key, value in values.items()}
    figures = Figures(heads, cells, YEARS, {(PERSONS.id, 2025): (2, 3)}, 5)
    goal = Target(PERSONS.id, 2025, Decimal(140), "Projet", "propre", "conseil de mars")
    return Source(
        figures, Targets((goal,), ()), (), {}, {}, answers=Answers(comments=tuple(comments))
    )


def test_each_figure_stands_beside_all_that_it_compares_with() -> None:
    persons, part = compose_entries(PLAN, source(), Quality((), (), (), (), (), {}, {}))
    assert persons.value == "150\u202fpers."
    assert persons.compared == (
        "100\u202fpers. en 2024\xa0: en hausse (bruit 10). "
        "Objectif 140\xa0: atteint (propre, Projet, conseil de mars). "
        "Repère\xa0: 90 en moyenne en Île-de-France (Dares, 2023)."
    )
    assert persons.perimeter == "Personnes distinctes ; 2\u00a0structures sur\u00a03"
    # √(0,5 × 0,5 ÷ 75) = 5,8 points; 25 unknown of 100 is more than 20 %
    assert part.compared == "50\u202f% en 2024\xa0: non concluant (bruit 5,8\u202fpts)."
    assert part.perimeter == "Personnes distinctes ; pôle entier ; 25\u202f% d’inconnus ▲"


def test_a_large_change_is_asked_until_it_is_commented() -> None:
    assert unanswered(PLAN, source()) == ("INS-01",)
    told = Comment(PERSONS.id, 2025, "Un chantier s'est ouvert.")
    assert unanswered(PLAN, source(told)) == ()
    (row,) = compose_comments(PLAN.chapters[0], source(told))
    assert (row.code, row.cells) == ("INS-01", ("+50\u202f%", "Un chantier s'est ouvert."))


def test_the_closing_lines_list_the_codes_left_without_a_word() -> None:
    nothing = Quality((), (), (), (), (), {}, {})
    said = "\n".join(closing_lines(Path("r.pdf"), 2025, nothing, None, ("INS-01",), "c.toml"))
    assert (
        "Variations fortes sans commentaire : INS-01. Écrivez une phrase pour chacune dans c.toml."
    ) in said
    assert "Variations" not in "\n".join(closing_lines(Path("r.pdf"), 2025, nothing))
