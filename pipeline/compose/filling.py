"""White at the foot of a page, where what follows does not fit: the charts above it grow into it.

Heights are those of styles/rapport.css, and lines are cut at spaces only. The page hyphenates, so
that it may need less than what is counted here, never more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape

from markupsafe import Markup

from pipeline.charts import style
from pipeline.charts.drawing import height_mm
from pipeline.charts.model import Kind
from pipeline.compose.beside import PAGE, caption_height, notes_height
from pipeline.compose.page import ChartBlock, Row
from pipeline.proof import marks

FOOT = 259.0  # mm of a page between its margins
SAFETY = 5.0
DOUBT = 14.0  # by which a height may be overestimated
LEAST = 5.0  # of white, under which nothing moves
MOST = 14.0  # that one drawing grows
GROWING = frozenset({Kind.TREND, Kind.COMPOSITION})
BEFORE_WORDS = 2  # charts, as sections/chapitre.html.j2 places the words of the pole
WORDS_WIDTH = 134.0
MARGIN = 4.5  # under a chart and its notes
_TAG = re.compile(r"<[^>]+>")
CODES = " XXX-00, XXX-00, XXX-00"


@dataclass(slots=True)
class _Sheet:
    """What stands on one page: the ranks of its charts, and how far down it is filled."""

    bottom: float = 0.0
    charts: list[int] = field(default_factory=list)


def fill(
    blocks: Sequence[ChartBlock], title: str, lead: str, words: Markup, comments: Sequence[Row]
) -> tuple[ChartBlock, ...]:
    """The charts of a chapter; those of a page that ends in white are higher.

    What follows the charts and the words is tables: a page that holds some stays as it is.
    """
    told, sheets = list(blocks), [_Sheet(_opening(title, lead))]
    for rank, height in _pieces(blocks, words, comments):
        beyond = sheets[-1].bottom + height - MARGIN - FOOT
        if 0 < beyond < DOUBT:
            break  # it may fit after all
        if beyond > 0:
            _grow(told, sheets[-1])
            sheets.append(_Sheet())
        sheets[-1].bottom += height
        if rank is not None:
            sheets[-1].charts.append(rank)
    return tuple(told)


def _pieces(
    blocks: Sequence[ChartBlock], words: Markup, comments: Sequence[Row]
) -> Iterator[tuple[int | None, float]]:
    """The rank of each chart with its height, and that of the words, in the order of the page."""
    for rank, block in enumerate(blocks):
        yield rank, _heading(block) + _body(block) + MARGIN
        if rank + 1 == min(BEFORE_WORDS, len(blocks)):
            if words:
                yield None, 9.2 + sum(_lines(p, WORDS_WIDTH, 10, 14.2) + 2 for p in _texts(words))
            if comments:
                said = (f"{row.label} {row.code} {''.join(row.cells)} :" for row in comments)
                yield None, 10.1 + sum(_lines(text, PAGE, 9, 12) + 0.8 for text in said)


def _grow(told: list[ChartBlock], sheet: _Sheet) -> None:
    """Share the white of a page between its drawings."""
    growing = [r for r in sheet.charts if told[r].chart.kind in GROWING and not told[r].is_low]
    white = FOOT - sheet.bottom + MARGIN - SAFETY
    if white < LEAST:
        return
    for rank in growing:
        block = told[rank]
        room = _body(block) - caption_height(block.chart) + min(MOST, white / len(growing))
        chart = replace(block.chart, room_mm=round(room, 2))
        with marks.no_marking():
            told[rank] = replace(block, chart=chart, height_mm=height_mm(chart))


def _opening(title: str, lead: str) -> float:
    """From the top of a chapter to its first chart."""
    return 16.7 + _lines(title, PAGE, 18, 22, 700) + _lines(lead + CODES, PAGE, 12, 16.8)


def _heading(block: ChartBlock) -> float:
    title, subtitle = block.chart.title, block.chart.subtitle
    return 1.8 + _lines(title, PAGE, 11.4, 14.5, 600) + _lines(subtitle, PAGE, 9, 12)


def _body(block: ChartBlock) -> float:
    """The drawing with its caption, and the notes at its right or under it."""
    drawn = block.height_mm + caption_height(block.chart)
    if block.is_low:
        return drawn + 2.5 + max(notes_height([note]) for note in block.notes)
    return max(drawn, notes_height(block.notes))


def _texts(words: Markup) -> list[str]:
    """The paragraphs of a text of the pole, its headings among them; codes end the last one."""
    blocks = re.split(r"</(?:p|h\d|li)>", words + CODES)
    return [text for block in blocks if (text := unescape(_TAG.sub("", block)).strip())]


def _lines(text: str, width: float, size: float, leading: float, weight: int = 400) -> float:
    return len(style.wrap(marks.plain(text), width, size, weight)) * leading * style.MM_PER_PT
