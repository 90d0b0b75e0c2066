"""White at the foot of a page goes to its charts, when what follows certainly does not fit."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from pipeline.compose import filling
from pipeline.compose.chapters import compose_chapters
from pipeline.compose.page import ChartBlock
from tests.test_compose import plan, source

TREND, BARS = compose_chapters(plan(), source(), {})[0].blocks


NO_WORDS = Markup("")


def heights(*blocks: ChartBlock, words: Markup = NO_WORDS) -> list[float]:
    """How much each drawing grows, in mm."""
    filled = filling.fill(blocks, "Un titre", "Une accroche.", words, ())
    pairs = zip(blocks, filled, strict=True)
    return [round(after.height_mm - before.height_mm, 1) for before, after in pairs]


def test_the_charts_of_a_page_that_ends_in_white_share_it() -> None:
    *first, last = heights(TREND, TREND, TREND, TREND)  # three on the first page
    assert len({*first}) == 1
    assert 1 < first[0] < 14
    assert last == 0  # tables may follow it


def test_a_chart_does_not_grow_out_of_measure_and_bars_do_not_grow() -> None:
    long = Markup("<p>{}</p>").format("mot " * 900)  # a page of words
    assert heights(TREND, BARS, words=long) == [14, 0]


def test_a_page_that_all_fits_stays_as_it_is() -> None:
    assert heights(TREND, TREND) == [0, 0]


def test_what_may_fit_after_all_is_left_its_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "DOUBT", 100)
    assert heights(TREND, TREND, TREND, TREND) == [0, 0, 0, 0]
