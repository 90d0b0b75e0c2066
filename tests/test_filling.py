"""White at the foot of a page goes to its charts, when what follows certainly does not fit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from markupsafe import Markup

from pipeline.charts.drawing import height_mm
from pipeline.compose import filling
from pipeline.compose.chapters import compose_chapters
from pipeline.compose.page import Chapter, ChartBlock
from tests.test_compose import plan, source

CHAPTER = compose_chapters(plan(), source(), {})[0]
BARE = replace(CHAPTER, blocks=(), tables=(), columns=(), title="Un titre", lead="Une accroche.")
A_PAGE = Markup("<p>{}</p>").format("mot " * 900)


def low(block: ChartBlock) -> ChartBlock:
    """The chart before it fills anything: 64,7 mm of the page for the trend, 259 in all."""
    chart = replace(block.chart, room_mm=0.0)
    return replace(block, chart=chart, height_mm=height_mm(chart))


TREND, BARS = map(low, CHAPTER.blocks)


def chapter(*blocks: ChartBlock, words: Markup = A_PAGE) -> Chapter:
    return replace(BARE, blocks=blocks, words=words)


def growth(*chapters: Chapter) -> list[list[float]]:
    """How much each drawing of each chapter grows, in mm."""
    after = filling.filled(chapters)
    pairs = [zip(a.blocks, b.blocks, strict=True) for a, b in zip(chapters, after, strict=True)]
    return [[round(b.height_mm - a.height_mm, 1) for a, b in pair] for pair in pairs]


def test_the_charts_of_a_page_that_ends_in_white_share_it() -> None:
    ((*first, last),) = growth(chapter(TREND, TREND, TREND, TREND, words=Markup("")))
    assert len({*first}) == 1  # 30 of titles and three charts: 39 of white, 5 of them kept
    assert first[0] == pytest.approx((259 - 30.4 - 3 * 64.7 + 4.5 - 5) / 3, abs=0.1)
    assert last == 24  # alone on its page, and no further


def test_bars_grow_less_than_lines() -> None:
    assert growth(chapter(TREND, BARS)) == [[24, 7.2]]  # 2,4 for each of three bars


def test_tables_at_the_end_of_a_chapter_leave_less_white() -> None:
    without = replace(chapter(TREND, TREND, words=Markup("")), others=("INS-99",))
    told = replace(without, tables=CHAPTER.tables)  # two tables, of 36 and 30 mm
    assert growth(without) == [[24, 24]]
    assert 0 < growth(told)[0][0] < 24


def test_a_short_chapter_starts_below_the_one_before_it() -> None:
    long, short = chapter(TREND, TREND, words=Markup("")), chapter(BARS, words=Markup(""))
    assert short.is_short
    assert growth(long)[0][0] == 24
    ((one, other), _) = growth(long, short)
    assert one == other < 24


def test_what_may_fit_after_all_is_left_its_room() -> None:
    long, short = chapter(TREND, TREND, words=Markup("")), chapter(TREND, words=Markup(""))
    long = replace(long, title="mot " * 20)  # on two lines
    assert growth(long, short) == [[0, 0], [0]]  # 7 mm too many, if no line is cut shorter
    assert growth(long, long) == [[24, 24], [24, 24]]  # which starts a page in any case
