"""How high the notes beside a chart stand: a chart that can grow fills that height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.charts import style
from pipeline.charts.model import Chart
from pipeline.compose.page import Note
from pipeline.proof import marks

# as styles/rapport.css sets them, in mm and points
PAGE = 174.0
WIDTH = 55.0
SIZE = 9.0
LINE = 12 * style.MM_PER_PT
CAPTION_LINE = 11 * style.MM_PER_PT
PARAGRAPH, HEADING, CAPTION = 1.2, 2.8, 1.2  # white around each
HYPHENS = LINE  # our lines are cut at spaces only: the page may need one less
HIGHEST = 76.0
LOW = 25.0  # of white under a drawing, from which its notes stand better below it


def beside(chart: Chart, notes: Sequence[Note]) -> Chart:
    """The chart, with the room that the notes at its right leave it."""
    room = notes_height(notes) - caption_height(chart) - HYPHENS
    return replace(chart, room_mm=round(max(0.0, min(room, HIGHEST)), 2))


def notes_height(notes: Sequence[Note]) -> float:
    """How high the notes stand."""
    paragraphs = [marks.plain(text) for note in notes for text in note.paragraphs]
    lines = sum(len(style.wrap(text, WIDTH, SIZE)) for text in paragraphs) + len(notes)
    return lines * LINE + PARAGRAPH * len(paragraphs) + HEADING * len(notes)


def caption_height(chart: Chart) -> float:
    """How high the source of a chart stands under it."""
    source = f"Graphique 00. {marks.plain(chart.source)}. XXX-00, XXX-00"
    return CAPTION + len(style.wrap(source, chart.width_mm, style.SMALL)) * CAPTION_LINE


def alone(chart: Chart, height: float) -> Chart | None:
    """The chart across the page, when notes at its right would leave much white under it."""
    return replace(chart, width_mm=PAGE) if chart.room_mm - height > LOW else None
