"""The numbers written in the drawings: those of figures by their text, the others as marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape

from pipeline.charts.model import Chart
from pipeline.charts.style import clean
from pipeline.french import figure_text
from pipeline.proof.marks import Origins, cell_name
from pipeline.proof.places import Printed

_TEXT = re.compile(r"<text\b[^>]*>([^<]*)</text>")
_DIGIT = re.compile(r"\d")


def drawn_numbers(charts: Iterable[Chart], drawings: Mapping[str, bytes]) -> Iterator[Printed]:
    """Every text of the drawings that holds a digit or the sign of a figure not shown."""
    for chart in charts:
        known = _texts(chart)
        for raw in _TEXT.findall(drawings[chart.id].decode()):
            text = unescape(raw)
            if text in known:
                yield Printed(known[text], text, chart.id)
            elif _DIGIT.search(text):
                yield Printed((f"graphique/{_nature(text, chart)}",), text, chart.id)


def _texts(chart: Chart) -> dict[str, Origins]:
    """The texts that the figures of a chart may take → those figures; equal ones share it."""
    found: dict[str, Origins] = {}
    for series in chart.series:
        for figure in series.figures:
            for unit in (True, False):
                text = clean(figure_text(figure, chart.indicator, unit=unit))
                found[text] = tuple(dict.fromkeys((*found.get(text, ()), cell_name(figure.key))))
    return found


def _nature(text: str, chart: Chart) -> str:
    """What a text that is no figure of the chart is: a column, a target, an axis or words."""
    if text in {clean(column) for column in chart.columns}:
        return "colonne"
    if text.startswith("objectif"):
        return "objectif"
    return "graduation" if re.fullmatch(r"[\d\s,.−-]+\D{0,12}", text) else "légende"
