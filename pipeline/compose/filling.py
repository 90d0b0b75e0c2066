"""White at the foot of a page, where what follows does not fit: the charts above grow into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.charts.drawing import height_mm
from pipeline.charts.model import Kind
from pipeline.compose import heights
from pipeline.compose.heights import FOOT, MARGIN
from pipeline.compose.page import Chapter, ChartBlock
from pipeline.proof import marks

SAFETY = 5.0
DOUBT = 14.0  # by which a height may be overestimated
LEAST = 5.0  # of white, under which nothing moves
MOST = 24.0  # that one drawing grows
BETWEEN = 8.0  # above a short chapter that follows another on its page
GROWING = frozenset({Kind.TREND, Kind.COMPOSITION, Kind.BARS})
BEFORE_WORDS = 2  # charts, as sections/chapitre.html.j2 places the words of the pole


@dataclass(slots=True)
class _Sheet:
    """What stands on one page: its charts, and how far down it is filled; None: who knows."""

    bottom: float | None = 0.0
    charts: list[tuple[int, int]] = field(default_factory=list)


def filled(chapters: Sequence[Chapter]) -> tuple[Chapter, ...]:
    """The chapters; the charts of a page that ends in white are higher.

    Where something may fit after all, nothing is known of the pages up to the next chapter.
    """
    told, sheet = [list(chapter.blocks) for chapter in chapters], _Sheet(None)
    for place, chapter in enumerate(chapters):
        if not chapter.is_short:
            _grow(told, sheet)
            sheet = _Sheet()
        for rank, height in _pieces(chapter):
            sheet = _with(told, sheet, height)
            if rank is not None:
                sheet.charts.append((place, rank))
    _grow(told, sheet)
    return tuple(replace(c, blocks=tuple(b)) for c, b in zip(chapters, told, strict=True))


def _with(told: list[list[ChartBlock]], sheet: _Sheet, height: float) -> _Sheet:
    """The page on which the next piece stands: that one, or a new one when it does not fit."""
    if sheet.bottom is None:
        return sheet
    beyond = sheet.bottom + height - MARGIN - FOOT
    if 0 < beyond < DOUBT:
        return _Sheet(None)
    if beyond > 0:
        _grow(told, sheet)
        return _Sheet(height)
    sheet.bottom += height
    return sheet


def _pieces(chapter: Chapter) -> Iterator[tuple[int | None, float]]:
    """What is never cut, in the order of the page: each height, with its rank for a chart.

    The title of a chapter stays with what follows it.
    """
    opening = heights.opening(chapter.title, chapter.lead) + BETWEEN * chapter.is_short
    for rank, height in _bodies(chapter):
        yield rank, opening + height
        opening = 0.0


def _bodies(chapter: Chapter) -> Iterator[tuple[int | None, float]]:
    drawn = [
        (rank, heights.block_heading(block) + heights.block_body(block) + MARGIN)
        for rank, block in enumerate(chapter.blocks)
    ]
    yield from drawn[:BEFORE_WORDS]
    yield None, heights.words_height(chapter.words)
    yield None, heights.comments_height(chapter.comments)
    yield from drawn[BEFORE_WORDS:]
    if chapter.columns:
        yield None, heights.columns_height(chapter.columns)
    for table in chapter.tables:
        yield None, heights.table_height(table)
    if chapter.unsent:
        yield None, heights.unsent_height(chapter.unsent)
    yield None, heights.words_height(chapter.outlook)
    if chapter.has_masks or chapter.others:
        yield None, heights.last_note_height(chapter.others, has_masks=chapter.has_masks)


def _grow(told: list[list[ChartBlock]], sheet: _Sheet) -> None:
    """Share the white of a page between its drawings."""
    if sheet.bottom is None:
        return
    blocks = {(c, r): told[c][r] for c, r in sheet.charts}
    growing = [p for p, b in blocks.items() if b.chart.kind in GROWING and not b.is_low]
    white = FOOT - sheet.bottom + MARGIN - SAFETY
    if white < LEAST:
        return
    for place, rank in growing:
        block = told[place][rank]
        body, caption = heights.block_body(block), heights.caption_height(block.chart)
        room = body - caption + min(MOST, white / len(growing))
        chart = replace(block.chart, room_mm=round(room, 2))
        with marks.no_marking():
            told[place][rank] = replace(block, chart=chart, height_mm=height_mm(chart))
