"""All the charts of a report, drawn beside the main process while it loads the PDF engine."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor

from pipeline.charts.drawing import draw
from pipeline.charts.model import Chart


def draw_all(
    charts: Iterable[Chart], meanwhile: Callable[[], None], *, alone: bool = False
) -> dict[str, bytes]:
    """SVG by chart id. `meanwhile` runs here while a forked process draws the first half.

    `alone`, or a system without a safe fork, draws everything here, one after the other.
    """
    listed = list(charts)
    if alone or not sys.platform.startswith("linux"):
        meanwhile()
        return dict(map(_drawn, listed))
    half = len(listed) // 2
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as beside:
        first = beside.submit(_drawn_list, listed[:half])
        meanwhile()
        rest = _drawn_list(listed[half:])
        return dict(first.result() + rest)


def _drawn_list(charts: list[Chart]) -> list[tuple[str, bytes]]:
    return [_drawn(chart) for chart in charts]


def _drawn(chart: Chart) -> tuple[str, bytes]:
    return chart.id, draw(chart).encode()
