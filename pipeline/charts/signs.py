"""Words and signs that charts share: targets, states, the note under a drawing."""

from __future__ import annotations

from pipeline.charts import colours, style
from pipeline.charts.model import STATE_WORDS, Chart, Kind
from pipeline.charts.surface import Surface
from pipeline.french import NBSP, STATE_TEXT, target_text
from pipeline.model import Figure, Indicator, State, Target

# states drawn as a dashed frame: a number exists, or should, and is not shown
MASKED = frozenset({State.HIDDEN, State.NOT_SIGNIFICANT, State.MISSING})


def target_label(target: Target, indicator: Indicator) -> str:
    """`objectif 60 %`, as it is named on a drawing."""
    return f"objectif {target_text(target, indicator.unit)}"


def state_text(figure: Figure) -> str:
    """The sign of a figure without value, as in the tables."""
    return STATE_TEXT[figure.state]


def note(chart: Chart) -> tuple[str, ...]:
    """The lines that explain the signs printed on the drawing; none when there are none."""
    silent = {State.MISSING} if chart.kind is Kind.MATRIX else set()  # drawn as nothing there
    used = [state for state in STATE_WORDS if state in chart.states - silent]
    text = " · ".join(f"{STATE_TEXT[state]}{NBSP}: {STATE_WORDS[state]}" for state in used)
    return style.wrap(text, chart.width_mm) if text else ()


def note_height(chart: Chart) -> float:
    """Room in mm that the note takes, with the white above it."""
    lines = len(note(chart))
    return lines * style.line_height() + 1.2 if lines else 0.0


def draw_note(chart: Chart, surface: Surface, top: float) -> None:
    """Write the note from `top` down."""
    y = top + 1.2 + style.line_height() / 2
    for line in note(chart):
        surface.text(0.0, y, line, colour=colours.INK_SOFT)
        y += style.line_height()
