"""The five-year line of a key figure: a small SVG written by hand, for hundreds of cards."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.model import Figure

WIDTH, HEIGHT, MARGIN = 15.0, 5.4, 0.9
_STROKE = "stroke-width='.36' stroke-linecap='round' stroke-linejoin='round'"
_CALM = Decimal("0.2")  # a change under a fifth of the largest value does not fill the height


def sparkline(figures: tuple[Figure, ...], colour: str) -> str:
    """A line broken where there is no value, a dot where the last one is."""
    points = _points(figures)
    body = "".join(_run(run, colour) for run in _runs(points))
    if points and (last := points[-1]):
        body += _dot(last, colour, 0.62)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH:g}mm' height='{HEIGHT:g}mm' "
        f"viewBox='0 0 {WIDTH:g} {HEIGHT:g}'>{body}</svg>"
    )


def _points(figures: tuple[Figure, ...]) -> list[tuple[float, float] | None]:
    """Places on the sheet; small changes are kept small rather than stretched."""
    known = [figure.value for figure in figures if figure.value is not None]
    low, high = min(known, default=Decimal(0)), max(known, default=Decimal(0))
    span = max(high - low, _CALM * max(abs(high), abs(low))) or Decimal(1)
    middle = (high + low) / 2
    step = (WIDTH - 2 * MARGIN) / max(len(figures) - 1, 1)
    points: list[tuple[float, float] | None] = []
    for i, figure in enumerate(figures):
        if figure.value is None:
            points.append(None)
            continue
        away = float((figure.value - middle) / span) * (HEIGHT - 2 * MARGIN)
        points.append((MARGIN + i * step, HEIGHT / 2 - away))
    return points


def _runs(points: list[tuple[float, float] | None]) -> Iterator[list[tuple[float, float]]]:
    run: list[tuple[float, float]] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []


def _run(run: list[tuple[float, float]], colour: str) -> str:
    """A line, or a dot when the value stands alone between two gaps."""
    if len(run) == 1:
        return _dot(run[0], colour, 0.36)
    path = " ".join(f"{x:.2f},{y:.2f}" for x, y in run)
    return f"<polyline points='{path}' fill='none' stroke='{colour}' {_STROKE}/>"


def _dot(point: tuple[float, float], colour: str, radius: float) -> str:
    return f"<circle cx='{point[0]:.2f}' cy='{point[1]:.2f}' r='{radius:g}' fill='{colour}'/>"
