"""Rows made untrue: well written, and impossible."""

from __future__ import annotations

from collections.abc import Callable

from tests.dirt.draft import Draft, Line, Row, Unfit, Value, plain


def rewrite(draft: Draft, line: Line, **values: Value) -> None:
    """Put other values in a row, plainly written."""
    assert line.row is not None
    draft.disturb()
    for name, value in values.items():
        if name not in draft.columns:
            raise Unfit
        draft.rows[line.row][name] = value
        line.cells[draft.columns.index(name)] = plain(value, draft.contract.field(name))


def row_of(draft: Draft, line: Line) -> Row:
    assert line.row is not None
    return draft.rows[line.row]


def break_row(draft: Draft, column: str, code: str, change: Callable[[Row], Row]) -> None:
    """Make one row untrue and expect its fault."""
    if column not in draft.columns:
        raise Unfit
    line = draft.pick_line()
    rewrite(draft, line, **change(row_of(draft, line)))
    draft.refuse(line, column, code)


def only(draft: Draft, *contracts: str) -> None:
    if draft.contract.name not in contracts:
        raise Unfit
