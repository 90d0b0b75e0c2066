"""Charts written straight into the page look as their SVG does, and their words can be read."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np
import pypdfium2
import pytest

from pipeline.charts.drawing import draw, height_mm, record
from pipeline.charts.model import Chart
from pipeline.plan import TEMPLATES
from pipeline.printing.pdf import print_pdf
from tests.test_charts import BARS, GAUGE, MATRIX, STACK, TREND

CHARTS = {chart.kind.value: chart for chart in (TREND, BARS, STACK, GAUGE, MATRIX)}


@cache
def sheets() -> tuple[Any, Any]:
    """All the charts, one a page, recorded and as SVG."""
    return _printed(is_recorded=True), _printed(is_recorded=False)


def _printed(*, is_recorded: bool) -> Any:
    def image(chart: Chart) -> str:
        size = f"width: {chart.width_mm}mm; height: {height_mm(chart)}mm"
        return f'<p style="break-after: page"><img src="chart:{chart.id}" alt="x" style="{size}">'

    svg = {f"chart:{name}": draw(chart).encode() for name, chart in CHARTS.items()}
    strokes = {f"chart:{name}": record(chart) for name, chart in CHARTS.items()}
    body = "".join(
        image(chart).replace(f"chart:{chart.id}", f"chart:{n}") for n, chart in CHARTS.items()
    )
    pdf = print_pdf(
        '<html lang="fr"><head><title>x</title><link rel="stylesheet" href="styles/polices.css">'
        '<style>html { font-family: "Source Sans 3" }</style></head>'
        f"<body>{body}</body></html>",
        assets={} if is_recorded else svg,
        drawings=strokes if is_recorded else {},
        attachments=(),
        fixed_date=datetime(2025, 12, 31, tzinfo=UTC),
        base=TEMPLATES,
    )
    return pypdfium2.PdfDocument(pdf)


@pytest.mark.parametrize("place", range(len(CHARTS)), ids=CHARTS)
def test_a_recorded_chart_is_the_same_picture(place: int) -> None:
    one, other = (
        sheet[place].render(scale=1.5, grayscale=True).to_numpy().astype(int) for sheet in sheets()
    )
    assert (one < 250).sum() > 1000  # something is drawn
    assert np.abs(one - other).mean() < 0.5  # of 255, over the page: letters are kerned
    assert (np.abs(one - other) > 128).mean() < 0.002


def test_the_words_of_a_recorded_chart_are_read_whole() -> None:
    text = sheets()[0][list(CHARTS).index("matrice")].get_textpage().get_text_range()
    for series in MATRIX.series:
        assert series.label in " ".join(text.split())
