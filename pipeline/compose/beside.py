"""A chart and the notes at its right: one that can grow fills their height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.charts.model import Chart
from pipeline.compose.heights import NOTES, PAGE, SMALL, caption_height, lines, notes_height
from pipeline.compose.page import Note

HIGHEST = 76.0
LOW = 25.0  # of white under a drawing, from which its notes stand better below it


def beside(chart: Chart, notes: Sequence[Note]) -> Chart:
    """The chart, with the room that the notes at its right leave it.

    The page hyphenates: it may need a line less than is counted.
    """
    room = notes_height(notes) - caption_height(chart) - lines("x", NOTES, SMALL)
    return replace(chart, room_mm=round(max(0.0, min(room, HIGHEST)), 2))


def alone(chart: Chart, height: float) -> Chart | None:
    """The chart across the page, when notes at its right would leave much white under it."""
    return replace(chart, width_mm=PAGE, room_mm=0.0) if chart.room_mm - height > LOW else None
