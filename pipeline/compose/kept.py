"""Amounts that the secret keeps: why, under their table; and a table of masks alone in one row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.compose.page import Row, Table
from pipeline.model import Figure, Indicator, State
from pipeline.proof import marks

WHY = "s : trop peu de structures composent ce montant, ou il ferait retrouver une autre ligne."
EVERY = "Chaque ligne"
SIGN = "s"


def explained(table: Table, indicators: Iterable[Indicator], figures: Iterable[Figure]) -> Table:
    """The table, with the reason of its masks when it is made of amounts."""
    is_money = not any(head.sensitivity for head in indicators)
    if not is_money or all(figure.state is not State.HIDDEN for figure in figures):
        return table
    return replace(table, rows=_folded(table.rows), notes=(*table.notes, WHY))


def _folded(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """One row where all are masks: to name each line would say which ones there are."""
    cells = [marks.plain(cell) for row in rows for cell in row.cells]
    is_silent = len(rows) > 1 and all(cell == SIGN for cell in cells)
    return (replace(rows[0], label=EVERY, is_total=False),) if is_silent else rows
