"""Each figure beside what it is compared with, and the large changes that the pole comments."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.comparison import Change, Verdict, change, unknown_part, verdict
from pipeline.compose.charts import perimeter
from pipeline.compose.page import Row, Source, Table
from pipeline.french import NBSP, figure_text, quantity
from pipeline.model import Figure, Indicator, Target
from pipeline.narrative import goal_text
from pipeline.plan import ChapterPlan, Plan

LOW_DETAIL = 2  # decimals of a noise under one


def compose_comparisons(plan: Plan, source: Source) -> Table:
    """One line an indicator: two years, trend and its noise, target, benchmark, coverage."""
    heads = {source.figures.indicators[i].code: i for i in plan.indicators()}
    return Table(
        "Chaque chiffre et ce à quoi il se compare",
        (
            "Indicateur", str(source.year - 1), str(source.year), "Tendance (bruit)",
            "Objectif et verdict", "Repère", "Structures",
        ),
        tuple(_row(source.figures.indicators[heads[code]], source) for code in sorted(heads)),
    )  # fmt: skip


def _row(head: Indicator, source: Source) -> Row:
    *_, before, now = source.figures.series(head.id)
    cells = (
        figure_text(before, head, unit=head.is_share),
        figure_text(now, head, unit=head.is_share),
        _trend(head, source, change(head, before, now, attention=source.attention)),
        _goal(head, now, source.target(head.id)),
        head.benchmark or "–",
        _coverage(head, now, source),
    )
    unit = "" if head.unit in {"nb", "%"} else f" ({head.unit})"
    return Row(f"{head.title}{unit}", head.code, cells)


def _trend(head: Indicator, source: Source, moved: Change | None) -> str:
    """`en hausse (bruit 13)`: the threshold below which it would be called stable."""
    if head.is_broken(source.year - 1, source.year):
        return "rupture de série"
    if moved is None:
        return "–"
    detail = 0 if moved.noise >= 10 else 1 if moved.noise >= 1 else LOW_DETAIL
    noise = quantity(moved.noise, "pts" if head.is_share else "", detail)
    return f"{moved.trend.value} ({noise})"


def _goal(head: Indicator, now: Figure, target: Target | None) -> str:
    """`atteint : 60 % (officiel, circulaire…, depuis le 10/12/2008)`."""
    if target is None:
        return Verdict.NONE.value
    told = ", ".join(filter(None, (target.kind, target.source, target.set_on)))
    judged = verdict(head, now, target)
    start = "" if judged is Verdict.NONE else f"{judged.value}{NBSP}: "
    return f"{start}{goal_text(head, target)} ({told})"


def _coverage(head: Indicator, now: Figure, source: Source) -> str:
    """Who delivered, and the part of unknown answers, flagged from the pole's limit."""
    told = perimeter(head, source).replace(" structures sur ", " / ")
    part = unknown_part(now)
    if part is None:
        return told
    flag = " ▲" if part > source.attention.unknown_percent else ""
    return f"{told} ; {quantity(part, '%')} d’inconnus{flag}"


def compose_comments(plan: ChapterPlan, source: Source) -> tuple[Row, ...]:
    """The coordinator's sentences on the figures of a chapter; cells: the change, the words."""
    return tuple(_comments(plan, source))


def _comments(plan: ChapterPlan, source: Source) -> Iterator[Row]:
    for indicator in plan.indicators():
        if told := source.answers.comment(indicator, source.year):
            head = source.figures.indicators[indicator]
            moved = _change(indicator, source)
            yield Row(head.title, head.code, (moved.text if moved else "", told))


def _change(indicator: str, source: Source) -> Change | None:
    *_, before, now = source.figures.series(indicator)
    return change(source.figures.indicators[indicator], before, now, attention=source.attention)


def unanswered(plan: Plan, source: Source) -> tuple[str, ...]:
    """The codes of large changes on which the pole has written nothing."""
    asked = dict.fromkeys(i for chapter in plan.chapters for i in chapter.indicators())
    return tuple(
        source.figures.indicators[indicator].code
        for indicator in asked
        if (moved := _change(indicator, source))
        and moved.is_large
        and not source.answers.comment(indicator, source.year)
    )
