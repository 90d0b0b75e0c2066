"""The large changes: those on which the pole wrote a sentence, and those that wait for one."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.comparison import Change, change
from pipeline.compose.material import Source
from pipeline.compose.page import Row
from pipeline.plan import ChapterPlan, Plan


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
